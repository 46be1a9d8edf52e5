import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import { CLASS_CODES, isClassIndex } from '../../../src-shared/ecg.ts';
import { npyNumbers, readNpy } from '../numpy/npy.ts';
import type { Labels, LabelSource, RecordPositions } from './label-source.ts';
import { positionsInOrder } from './label-source.ts';

/** An array of class indices in the order of the records, as Han et al. 2020 published theirs. */
export const classArray: LabelSource = {
  name: 'array of classes (.npy)',
  fileName: undefined,
  reads:
    'A class index (0 Normal, 1 AF, 2 Other, 3 Noise) for each record in the order of the records, as Han et al. 2020 ' +
    'published theirs. Names that end in a number, such as A00001, are looked up by it, so that a part of a dataset ' +
    'can be used with the array of the whole.',
  preference: () => undefined,
  accepts: (path) => path.toLowerCase().endsWith('.npy'),
  read: readClassArray,
};

function readClassArray(bytes: Buffer, fileName: string, order: readonly string[]): Labels {
  const array = readNpy(bytes, fileName);
  const positions = positionsOf(order, array.data.length, fileName);
  const { recordAt } = positions;
  if (array.shape.length !== 1) {
    throw new AppError('bad-input', `${fileName} has the shape (${array.shape.join(', ')}); labels must be one row.`);
  }
  const classes = CLASS_CODES.map((_, index) => index);
  const labels = new Map<string, ClassIndex>();
  const unusable = new Map<string, string>();
  npyNumbers(array, fileName).forEach((value, index) => {
    if (isClassIndex(value)) labels.set(recordAt(index), value);
    else {
      const why = `its label ${value} (${fileName}, position ${index}) is none of ${classes.join(', ')}`;
      unusable.set(recordAt(index), why);
    }
  });
  if (labels.size === 0) {
    throw new AppError('bad-input', `${fileName} holds none of the labels ${classes.join(', ')}.`);
  }
  return { labels, unusable, positions };
}

/**
 * The record that a position in an array refers to. Names that end in a number from 1 on (A00001 …) refer to that
 * position, so that a part of the dataset can be used with the arrays of the whole; with other names, positions are
 * those in the list of all records.
 */
function positionsOf(order: readonly string[], count: number, fileName: string): RecordPositions {
  const byNumber = new Map<number, string>();
  for (const name of order) {
    const number = Number(/^[A-Za-z]+(\d{1,9})$/.exec(name)?.[1] ?? Number.NaN);
    if (number >= 1 && number <= count) byNumber.set(number - 1, name);
  }
  if (byNumber.size === order.length) {
    return { count, recordAt: (index) => byNumber.get(index) ?? `#${index + 1}` };
  }
  if (order.length !== count) {
    const text = `${fileName} has ${count} labels, but there are ${order.length} records: use files that belong together.`;
    throw new AppError('bad-input', text);
  }
  return positionsInOrder(order);
}
