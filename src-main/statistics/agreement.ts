import { AppError } from '../../src-shared/errors/app-error.ts';
import type { Interval } from '../../src-shared/interval.ts';
import { sum } from '../numeric/sums.ts';
import { assertCount, assertLevel } from './counts.ts';
import { kappaErrors } from './kappa-errors.ts';
import { twoSidedZ } from './normal.ts';

export interface Agreement {
  n: number;
  /** Proportion of items that both readers put into the same class. */
  observed: number;
  /** Cohen's κ; null where both readers used only one and the same class, so that κ is not defined. */
  kappa: KappaEstimate | null;
  /** Prevalence- and bias-adjusted κ, (q·observed − 1)/(q − 1) with q classes (Byrt, Bishop, Carlin 1993). */
  pabak: number;
  /** Gwet's AC1 (Br. J. Math. Stat. Psychol. 61, 2008). */
  ac1: number;
}

export interface KappaEstimate {
  value: number;
  /** Standard error (Fleiss, Cohen, Everitt, Psychol. Bull. 72, 1969). */
  se: number;
  /** Standard error under the hypothesis κ = 0, for a test. */
  seNull: number;
  /** value ± z·se; not cut at ±1. */
  interval: Interval;
}

/**
 * Agreement of two readers from a square table of counts: rows are the first reader's classes, columns the second's.
 * κ collapses where nearly all items are of one class, which is why PABAK and AC1 stand beside it.
 * Throws AppError 'bad-input' for a table that is not square, has fewer than two classes, or holds no items.
 */
export function agreement(table: readonly (readonly number[])[], level = 0.95): Agreement {
  assertLevel('level', level);
  const shares = tableShares(table);
  const q = shares.length;
  const rows = shares.map((row) => sum(row));
  const columns = shares.map((_, j) => sum(shares.map((row) => row[j] as number)));
  const observed = sum(shares.map((row, i) => row[i] as number));
  const means = rows.map((row, i) => (row + (columns[i] as number)) / 2);
  const ac1Chance = sum(means.map((mean) => mean * (1 - mean))) / (q - 1);
  const n = sum(table.flat());
  return {
    n,
    observed,
    kappa: table.some((row, i) => row[i] === n) ? null : cohenKappa({ shares, rows, columns, observed, n }, level),
    pabak: (q * observed - 1) / (q - 1),
    ac1: (observed - ac1Chance) / (1 - ac1Chance),
  };
}

interface Proportions {
  shares: readonly (readonly number[])[];
  rows: readonly number[];
  columns: readonly number[];
  observed: number;
  n: number;
}

function cohenKappa({ shares, rows, columns, observed, n }: Proportions, level: number): KappaEstimate {
  const chance = sum(rows.map((row, i) => row * (columns[i] as number)));
  const value = (observed - chance) / (1 - chance);
  const z = twoSidedZ(level);
  const { se, seNull } = kappaErrors({ shares, rows, columns, chance, kappa: value, n });
  // No κ lies beyond: what is cut off held nothing.
  return { value, se, seNull, interval: [Math.max(-1, value - z * se), Math.min(1, value + z * se)] };
}

function tableShares(table: readonly (readonly number[])[]): number[][] {
  if (table.length < 2 || table.some((row) => row.length !== table.length)) {
    const lengths = table.map((row) => row.length).join(', ');
    const found = `The agreement table has ${table.length} rows of ${lengths || 'no'} columns`;
    throw new AppError('bad-input', `${found}: give a square one of at least two classes.`);
  }
  table.forEach((row, i) => row.forEach((count, j) => assertCount(`table[${i}][${j}]`, count)));
  const n = sum(table.flat());
  if (n === 0) throw new AppError('bad-input', 'The agreement table is all zeros: give at least one item.');
  return table.map((row) => row.map((count) => count / n));
}
