import { AppError } from '../../src-shared/errors/app-error.ts';
import { sum } from '../numeric/sums.ts';
import { assertCount } from './counts.ts';

export interface FleissKappa {
  /** Mean proportion of agreeing pairs of readers. */
  observed: number;
  /** Fleiss' κ; null where every answer is of one class, so that κ is not defined. */
  kappa: number | null;
  /** Randolph's free-marginal κ, (q·observed − 1)/(q − 1) with q classes. */
  randolph: number;
}

/**
 * Agreement of three or more readers (Fleiss, Psychol. Bull. 76, 1971): `counts[item][class]` is how many readers put
 * the item into the class; every item has the same number of readers.
 * Throws AppError 'bad-input' for any other table.
 */
export function fleissKappa(counts: readonly (readonly number[])[]): FleissKappa {
  const classes = counts[0]?.length ?? 0;
  const readers = sum(counts[0] ?? []);
  if (classes < 2 || readers < 2) {
    const found = `The table has ${classes} classes and ${readers} readers`;
    throw new AppError('bad-input', `${found}: give at least two of each.`);
  }
  counts.forEach((row, i) => assertRow(row, i, classes, readers));
  const pairs = counts.map((row) => sum(row.map((count) => count * (count - 1))) / (readers * (readers - 1)));
  const observed = sum(pairs) / counts.length;
  const shares = Array.from({ length: classes }, (_, j) => sum(counts.map((row) => row[j] as number)));
  const chance = sum(shares.map((share) => (share / (counts.length * readers)) ** 2));
  return {
    observed,
    kappa: chance === 1 ? null : (observed - chance) / (1 - chance),
    randolph: (classes * observed - 1) / (classes - 1),
  };
}

function assertRow(row: readonly number[], item: number, classes: number, readers: number): void {
  row.forEach((count, j) => assertCount(`counts[${item}][${j}]`, count));
  if (row.length === classes && sum(row) === readers) return;
  const found = `counts[${item}] has ${row.length} classes and ${sum(row)} readers`;
  throw new AppError('bad-input', `${found}: give ${classes} and ${readers}, as in the first item.`);
}
