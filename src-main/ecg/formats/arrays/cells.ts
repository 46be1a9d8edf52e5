import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { rowMajor, type NamedArray } from './named-array.ts';

/**
 * What MATLAB's cells of this name hold together: an array of one row for each, where they have as many numbers each, as recordings of one
 * length; the one of them that has numbers; 'uneven' for recordings of different lengths, or tables; undefined without numbers.
 */
export function cellsTogether(name: string, cells: readonly NamedArray[]): NamedArray | 'uneven' | undefined {
  const own = cells.filter((one) => one.name === name && one.values.length > 1);
  const [first, second] = own;
  if (first === undefined || second === undefined) return first;
  const { length } = first.values;
  const areLines = own.every(({ shape }) => shape.filter((size) => size > 1).length === 1);
  if (!areLines || own.some(({ values }) => values.length !== length)) return 'uneven';
  const values = new Float64Array(own.length * length);
  own.forEach((one, i) => values.set(one.values, i * length));
  const shape = [own.length, length];
  return { name, shape, strides: rowMajor(shape), values };
}

/** Throws AppError('damaged') with the way out, where nothing but uneven cells may be the recordings. */
export function refuseUneven(uneven: readonly string[], arrays: readonly NamedArray[], fileName: string): void {
  const [cell] = uneven;
  if (cell === undefined || arrays.some(({ values }) => values.length > 1)) return;
  const how = `Save each in a file of its own: for i = 1:numel(${cell}), x = ${cell}{i}; save(sprintf('r%04d.mat', i), 'x'), end`;
  throw new AppError('damaged', `${fileName} holds recordings of different lengths, or tables, in cells. ${how}`);
}
