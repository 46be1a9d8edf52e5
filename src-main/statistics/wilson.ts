import type { Interval } from '../../src-shared/interval.ts';
import { assertCounts, assertLevel } from './counts.ts';
import { twoSidedZ } from './normal.ts';

/**
 * Wilson's score interval of a proportion, k of n, without continuity correction (JASA 22, 1927).
 * Throws AppError 'bad-input' for impossible counts or an impossible level.
 */
export function wilson(k: number, n: number, level = 0.95): Interval {
  assertCounts(k, n);
  return wilsonOfRate(k / n, n, level);
}

/** The same for a rate p of 0 to 1 that n units have on average, each of which may count in part. */
export function wilsonOfRate(p: number, n: number, level = 0.95): Interval {
  assertLevel('level', level);
  const z = twoSidedZ(level);
  const scale = 1 + (z * z) / n;
  const centre = (p + (z * z) / (2 * n)) / scale;
  const half = (z * Math.sqrt((p * (1 - p)) / n + (z * z) / (4 * n * n))) / scale;
  return [p === 0 ? 0 : centre - half, p === 1 ? 1 : centre + half];
}
