import { AppError } from '../../src-shared/errors/app-error.ts';

export interface Quartiles {
  q1: number;
  median: number;
  q3: number;
}

/**
 * Quartiles by linear interpolation between order statistics (type 7 of Hyndman and Fan 1996: the default of R and
 * NumPy). Throws AppError 'bad-input' for no values, or one that is not finite.
 */
export function quartiles(values: readonly number[]): Quartiles {
  if (values.length === 0) throw new AppError('bad-input', 'There are no values: give at least one for quartiles.');
  const wrong = values.find((value) => !Number.isFinite(value));
  if (wrong !== undefined) throw new AppError('bad-input', `A value is ${wrong}: give finite numbers for quartiles.`);
  const ascending = [...values].sort((a, b) => a - b);
  return { q1: quantile(ascending, 0.25), median: quantile(ascending, 0.5), q3: quantile(ascending, 0.75) };
}

function quantile(ascending: readonly number[], share: number): number {
  const position = share * (ascending.length - 1);
  const below = ascending[Math.floor(position)] as number;
  const above = ascending[Math.ceil(position)] as number;
  return below + (position - Math.floor(position)) * (above - below);
}
