import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { RecordPositions } from './label-source.ts';
import { positionsInOrder } from './label-source.ts';

/**
 * The record that a position in a list without names refers to. Names that end in a number from 1 on (A00001 …) refer to that
 * position, so that a part of the dataset can be used with the list of the whole; with other names, positions are those in the
 * list of all records. Throws AppError('bad-input') where their numbers differ.
 */
export function positionsOf(order: readonly string[], count: number, fileName: string): RecordPositions {
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
