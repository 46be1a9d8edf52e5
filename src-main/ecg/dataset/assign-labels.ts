import { readFile } from 'node:fs/promises';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { ClassIndex, Split } from '../../../src-shared/ecg.ts';
import type { DatasetContents } from './find-records.ts';
import { readNpyFile } from '../numpy/npz.ts';
import type { DatasetSource } from './open-dataset.ts';
import type { Labels } from './read-labels.ts';
import { readLabelArray, readPermutationSplit, readReferenceCsv } from './read-labels.ts';
import { stratifiedSplit } from './split.ts';

export interface AssignLabelsOptions {
  /** A REFERENCE csv, or an .npy of class indices in the order of the records, instead of the dataset's own labels. */
  labelsPath?: string;
  /** An .npy permutation: its first nine tenths train, the rest is the test set (Han et al.). */
  permutationPath?: string;
  /** Seed of our own split, and of the validation part taken out of a given training split; default 1. */
  splitSeed?: number;
}

export interface Assignment {
  records: Map<string, { label: ClassIndex; split: Split }>;
  /** Why a listed record has no label. */
  unusable: Map<string, string>;
  /** Records that RECORDS lists and that have no header. */
  absent: string[];
  labelsFile: string;
  splitFile: string | undefined;
}

const MAX_LIST_BYTES = 64 * 1024 ** 2;

/** Settles label and split of every record. Throws AppError('bad-input' | 'not-found') that names the file and the cure. */
export async function assignLabels(
  source: DatasetSource,
  contents: DatasetContents,
  options: AssignLabelsOptions,
): Promise<Assignment> {
  const seed = options.splitSeed ?? 1;
  const listed = readList(source, contents);
  const order = listed ?? [...contents.headers.keys()];
  const { labels, unusable, count, recordAt, labelsFile } = await readLabels(source, contents, order, options);
  const present = new Map([...labels].filter(([name]) => contents.headers.has(name)));
  if (present.size === 0) {
    const [first] = contents.headers.keys();
    throw new AppError(
      'bad-input',
      `${labelsFile} has a label for none of the records of ${source.path}, such as ${first}.`,
    );
  }
  const splits =
    options.permutationPath === undefined
      ? stratifiedSplit(present, seed)
      : readPermutationSplit(await readNpyFile(options.permutationPath), options.permutationPath, {
          labels,
          count,
          recordAt,
          seed,
        });
  const records: Assignment['records'] = new Map();
  for (const [name, label] of present) {
    const split = splits.get(name);
    if (split === undefined) unusable.set(name, `it has no place in ${options.permutationPath}`);
    else records.set(name, { label, split });
  }
  const absent = (listed ?? []).filter((name) => !contents.headers.has(name));
  return { records, unusable, absent, labelsFile, splitFile: options.permutationPath };
}

async function readLabels(
  source: DatasetSource,
  contents: DatasetContents,
  order: readonly string[],
  { labelsPath }: AssignLabelsOptions,
): Promise<Labels & { labelsFile: string; count: number; recordAt: (index: number) => string }> {
  if (labelsPath?.toLowerCase().endsWith('.npy')) {
    const array = await readNpyFile(labelsPath);
    const count = array.data.length;
    const recordAt = namesOf(order, count, labelsPath);
    return { ...readLabelArray(array, labelsPath, recordAt), labelsFile: labelsPath, count, recordAt };
  }
  const labelsFile = labelsPath ?? contents.labelsFile;
  if (labelsFile === undefined) {
    const text = `${source.path} has no labels: there is no REFERENCE.csv in it. Give a file of labels (--labels).`;
    throw new AppError('bad-input', text);
  }
  const text = labelsPath === undefined ? source.read(labelsFile, MAX_LIST_BYTES) : await readText(labelsPath);
  const read = readReferenceCsv(text.toString('utf8'), labelsFile);
  return { ...read, labelsFile, count: order.length, recordAt: (index) => order[index] ?? '' };
}

/**
 * The record that a place in an array means. Names that end in a number from 1 on (A00001 …) mean that place, so that a part
 * of the dataset can be used with the arrays of the whole; otherwise the places are those of the list of all records.
 */
function namesOf(order: readonly string[], count: number, fileName: string): (index: number) => string {
  const byNumber = new Map<number, string>();
  for (const name of order) {
    const number = Number(/^[A-Za-z]+(\d{1,9})$/.exec(name)?.[1] ?? Number.NaN);
    if (number >= 1 && number <= count) byNumber.set(number - 1, name);
  }
  if (byNumber.size === order.length) return (index) => byNumber.get(index) ?? `#${index + 1}`;
  if (order.length !== count) {
    const text = `${fileName} has ${count} labels, but there are ${order.length} records: use files that belong together.`;
    throw new AppError('bad-input', text);
  }
  return (index) => order[index] ?? '';
}

function readList(source: DatasetSource, contents: DatasetContents): string[] | undefined {
  if (contents.recordsFile === undefined) return undefined;
  const text = source.read(contents.recordsFile, MAX_LIST_BYTES).toString('utf8');
  const names = text.split('\n').map((line) => line.trim().split('/').at(-1) ?? '');
  return [...new Set(names.filter((name) => name !== ''))];
}

async function readText(path: string): Promise<Buffer> {
  return await readFile(path).catch((cause: unknown) => {
    throw new AppError('not-found', `${path} cannot be read: is the name right?`, undefined, { cause });
  });
}
