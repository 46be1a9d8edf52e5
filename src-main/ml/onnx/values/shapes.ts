import { AppError } from '../../../../src-shared/errors/app-error.ts';

/** A gigabyte of float32: no single step of a classifier of records needs more. */
const MOST_NUMBERS = 2 ** 28;

/** How many numbers a shape has. AppError 'bad-input' for more than a step may make. */
export function sizeOf(shape: readonly number[]): number {
  const size = shape.reduce((product, n) => product * n, 1);
  if (size <= MOST_NUMBERS) return size;
  throw new AppError('bad-input', `It makes ${shape.join(' × ')} numbers; ${MOST_NUMBERS} are the most.`);
}

/** Whether two shapes are the same. */
export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((n, i) => n === b[i]);
}

/** The shape that two or more broadcast to (NumPy's rule). AppError 'damaged' where they do not fit. */
export function broadcastShape(...shapes: readonly (readonly number[])[]): number[] {
  const rank = Math.max(...shapes.map(({ length }) => length));
  const result = Array.from({ length: rank }, (_, i) => {
    const sizes = shapes.map((shape) => shape[i - rank + shape.length] ?? 1).filter((n) => n !== 1);
    if (sizes.some((n) => n !== sizes[0]))
      throw new AppError('damaged', `The shapes ${shapes.map(textOf).join(' and ')} do not fit together.`);
    return sizes[0] ?? 1;
  });
  sizeOf(result);
  return result;
}

/** For messages: 1 × 4 × 300. */
export function textOf(shape: readonly number[]): string {
  return shape.length === 0 ? 'one number' : shape.join(' × ');
}

/** An axis counted from the front. AppError 'damaged' for one that is not there. */
export function axisOf(axis: number, rank: number): number {
  const found = axis < 0 ? axis + rank : axis;
  if (Number.isInteger(found) && found >= 0 && found < Math.max(1, rank)) return found;
  throw new AppError('damaged', `It names axis ${axis} of ${rank}.`);
}

/** The shape without these axes, or with ones in their place. */
export function reducedShape(shape: readonly number[], axes: readonly number[], keep: boolean): number[] {
  return keep ? shape.map((n, i) => (axes.includes(i) ? 1 : n)) : shape.filter((_, i) => !axes.includes(i));
}
