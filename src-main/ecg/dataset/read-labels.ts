import { parse } from 'csv-parse/sync';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { ClassIndex, Split } from '../../../src-shared/ecg.ts';
import { CLASS_CODES, isClassIndex } from '../../../src-shared/ecg.ts';
import type { NpyArray } from '../numpy/npy.ts';
import { npyNumbers } from '../numpy/npy.ts';
import { validationPart } from './split.ts';

/** Labels by record name; `unusable` says why a record that is listed has no label. */
export interface Labels {
  labels: Map<string, ClassIndex>;
  unusable: Map<string, string>;
}

/**
 * Reads a REFERENCE.csv of CinC 2017: `record,label` per line, label N, A, O or ~. Lines that cannot be used go to `unusable`.
 * Throws AppError('bad-input') that names file and line where no line can be used.
 */
export function readReferenceCsv(text: string, fileName: string): Labels {
  const labels = new Map<string, ClassIndex>();
  const unusable = new Map<string, string>();
  for (const { record: row, info } of csvRows(text, fileName)) {
    const [name = '', code = ''] = row;
    const label = CLASS_CODES.findIndex((known) => known === code);
    const where = `${fileName}, line ${info.lines}`;
    if (name === '') continue;
    if (!isClassIndex(label)) {
      unusable.set(name, `its label "${code}" (${where}) is none of ${CLASS_CODES.join(', ')}`);
    } else if (labels.has(name) && labels.get(name) !== label) {
      unusable.set(name, `it has two different labels (the second in ${where})`);
    } else {
      labels.set(name, label);
    }
  }
  for (const name of unusable.keys()) labels.delete(name);
  if (labels.size === 0) {
    const example = [...unusable].map(([name, why]) => ` ${name}: ${why}.`)[0] ?? '';
    throw new AppError('bad-input', `${fileName} holds no line such as "A00001,N".${example}`);
  }
  return { labels, unusable };
}

function csvRows(text: string, fileName: string): { record: string[]; info: { lines: number } }[] {
  try {
    const options = { bom: true, trim: true, skip_empty_lines: true, relax_column_count: true, info: true } as const;
    return parse(text, options) as unknown as { record: string[]; info: { lines: number } }[];
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new AppError('bad-input', `${fileName} is no comma-separated text (${why}).`, undefined, { cause });
  }
}

/**
 * Labels from an array in the order of the records, as Han et al. published theirs (0 N, 1 A, 2 O, 3 ~).
 * `recordAt(i)` is the name of the i-th record. Throws AppError('bad-input') for another shape.
 */
export function readLabelArray(array: NpyArray, fileName: string, recordAt: (index: number) => string): Labels {
  if (array.shape.length !== 1)
    throw new AppError('bad-input', `${fileName} has the shape (${array.shape.join(', ')}).`);
  const labels = new Map<string, ClassIndex>();
  const unusable = new Map<string, string>();
  npyNumbers(array, fileName).forEach((value, index) => {
    if (isClassIndex(value)) labels.set(recordAt(index), value);
    else unusable.set(recordAt(index), `its label ${value} (${fileName}, place ${index}) is none of 0, 1, 2, 3`);
  });
  if (labels.size === 0) throw new AppError('bad-input', `${fileName} holds no label 0, 1, 2 or 3.`);
  return { labels, unusable };
}

/**
 * Han et al.'s split: of the permutation of all records the first nine tenths (7,675 of 8,528) train, the rest is the test set.
 * A tenth of the training records, chosen by `seed` and class by class, becomes the validation part.
 * Throws AppError('bad-input') where the array is no permutation of as many records as there are labels.
 */
export function readPermutationSplit(
  array: NpyArray,
  fileName: string,
  options: {
    labels: ReadonlyMap<string, ClassIndex>;
    count: number;
    recordAt: (index: number) => string;
    seed: number;
  },
): Map<string, Split> {
  const { count, recordAt, labels, seed } = options;
  const order = npyNumbers(array, fileName);
  if (order.length !== count || array.shape.length !== 1) {
    throw new AppError(
      'bad-input',
      `${fileName} has ${order.length} entries for ${count} labels: use files that belong together.`,
    );
  }
  const seen = new Set<number>();
  for (const index of order) {
    if (!Number.isInteger(index) || index < 0 || index >= count || seen.has(index)) {
      throw new AppError('bad-input', `${fileName} is no permutation of 0 … ${count - 1}: ${index} is out of place.`);
    }
    seen.add(index);
  }
  const trainCount = Math.floor(count * 0.9);
  const names = order.map(recordAt);
  const train = new Map<string, ClassIndex>();
  for (const name of names.slice(0, trainCount)) {
    const label = labels.get(name);
    if (label !== undefined) train.set(name, label);
  }
  const validation = validationPart(train, seed);
  return new Map(
    names.map((name, i) => [name, i >= trainCount ? 'test' : validation.has(name) ? 'validation' : 'train']),
  );
}
