import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { ClassIndex, Split } from '../../../src-shared/ecg.ts';
import type { RecordPositions } from '../labels/label-source.ts';
import type { NpyArray } from '../numpy/npy.ts';
import { npyNumbers } from '../numpy/npy.ts';
import { validationPart, type Patients } from './split.ts';

/**
 * The split of Han et al. 2020: the first nine tenths of the permutation of all records (7,675 of 8,528) train, the
 * rest is the test set. A tenth of the training records, chosen by `seed`, class by class and patient by patient, becomes the validation
 * part. Throws AppError('bad-input') where the array is not a permutation of as many records as there are labels.
 */
export function readPermutationSplit(
  array: NpyArray,
  fileName: string,
  options: { labels: ReadonlyMap<string, ClassIndex>; positions: RecordPositions; seed: number; patients: Patients },
): Map<string, Split> {
  const { positions, labels, seed, patients } = options;
  const { count, recordAt } = positions;
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
      throw new AppError(
        'bad-input',
        `${fileName} is not a permutation of 0 … ${count - 1}: ${index} is out of place.`,
      );
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
  const validation = validationPart(train, seed, patients);
  return new Map(
    names.map((name, i) => [name, i >= trainCount ? 'test' : validation.has(name) ? 'validation' : 'train']),
  );
}
