import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { ClassIndex, Split } from '../../../src-shared/ecg.ts';
import { LABEL_SOURCES } from '../labels/index.ts';
import type { Labels, LabelSource } from '../labels/label-source.ts';
import { readNpyFile } from '../numpy/npz.ts';
import { byDepth, folderOf } from '../source/file-name.ts';
import { readRegular } from '../source/regular-file.ts';
import type { DatasetSource } from '../source/open-dataset.ts';
import type { DatasetContents } from './list-records.ts';
import { readPermutationSplit } from './permutation-split.ts';
import { stratifiedSplit } from './split.ts';

export interface AssignLabelsOptions {
  /** A file that a label source accepts, used instead of the dataset's own labels. */
  labelsPath?: string;
  /** An .npy permutation: its first nine tenths train, the rest is the test set (Han et al. 2020). */
  permutationPath?: string;
  /** Seed of our own split, and of the validation part taken out of a given training split; default 1. */
  splitSeed?: number;
}

export interface Assignment {
  records: Map<string, { label: ClassIndex; split: Split }>;
  /** Why a listed record has no label. */
  unusable: Map<string, string>;
  /** What the label file names, and the dataset does not have. */
  withoutRecord: string[];
  labelsFile: string;
  splitFile: string | undefined;
  /** Label files of the dataset that were not used. */
  otherLabelsFiles: string[];
}

const MAX_LABELS_BYTES = 64 * 1024 ** 2;

/** Settles label and split of every record. Throws AppError('bad-input' | 'not-found') that names the file and the cure. */
export function assignLabels(
  source: DatasetSource,
  contents: DatasetContents,
  options: AssignLabelsOptions,
): Assignment {
  const seed = options.splitSeed ?? 1;
  const [own, ...others] = rankLabelFiles(source, contents.recordFiles);
  const { labels, unusable, positions, labelsFile } =
    options.labelsPath === undefined
      ? readOwnLabels(source, own, contents.order)
      : readGivenLabels(options.labelsPath, contents.order);
  const present = new Map([...labels].filter(([name]) => contents.records.has(name)));
  if (present.size === 0) {
    const [first] = contents.records.keys();
    throw new AppError(
      'bad-input',
      `${labelsFile} has a label for none of the records of ${source.path}, such as ${first}.`,
    );
  }
  const splitFile = options.permutationPath;
  const splits =
    splitFile === undefined
      ? stratifiedSplit(present, seed)
      : readPermutationSplit(readNpyFile(splitFile), splitFile, { labels, positions, seed });
  const records: Assignment['records'] = new Map();
  for (const [name, label] of present) {
    const split = splits.get(name);
    if (split === undefined) unusable.set(name, `it has no position in ${splitFile}`);
    else records.set(name, { label, split });
  }
  const withoutRecord = [...labels.keys(), ...unusable.keys()].filter((name) => !contents.records.has(name));
  return { records, unusable, withoutRecord, labelsFile, splitFile, otherLabelsFiles: others.map(({ file }) => file) };
}

interface LabelFile {
  file: string;
  source: LabelSource;
}

type LabelsOfFile = Labels & { labelsFile: string };

function readOwnLabels(source: DatasetSource, own: LabelFile | undefined, order: readonly string[]): LabelsOfFile {
  if (own === undefined) {
    const names = LABEL_SOURCES.map(({ fileName }) => fileName).filter((name) => name !== undefined);
    const text = `${source.path} has no labels: it contains no ${names.join(' or ')}. Give a label file (--labels).`;
    throw new AppError('bad-input', text);
  }
  return { ...own.source.read(source.read(own.file, MAX_LABELS_BYTES), own.file, order), labelsFile: own.file };
}

function readGivenLabels(path: string, order: readonly string[]): LabelsOfFile {
  const reader = LABEL_SOURCES.find((one) => one.accepts(path));
  if (reader === undefined) throw new AppError('bad-input', `${path} is not a label file of a known kind.`);
  return { ...reader.read(readRegular(path, MAX_LABELS_BYTES), path, order), labelsFile: path };
}

/** The label files of the dataset, best first: the one above the most records, then the preferred one. */
function rankLabelFiles(source: DatasetSource, recordFiles: readonly string[]): LabelFile[] {
  const covered = (file: string): number => recordFiles.filter((record) => record.startsWith(folderOf(file))).length;
  const candidates = [...source.files].flatMap((file) => {
    return LABEL_SOURCES.flatMap((one) => {
      const preference = one.preference(file);
      return preference === undefined ? [] : [{ file, source: one, preference, covered: covered(file) }];
    });
  });
  return candidates.sort(
    (a, b) => b.covered - a.covered || compare(b.preference, a.preference) || byDepth(a.file, b.file),
  );
}

/** Also for infinities, whose difference is not a number. */
function compare(a: number, b: number): number {
  return a === b ? 0 : a - b;
}
