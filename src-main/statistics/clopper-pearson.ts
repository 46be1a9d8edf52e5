import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import type { Interval } from '../../src-shared/interval.ts';
import { assertCounts, assertLevel } from './counts.ts';

/**
 * Clopper and Pearson's exact two-sided interval of a proportion, k of n (Biometrika 26, 1934), by beta quantiles.
 * Throws AppError 'bad-input' for impossible counts or an impossible level.
 */
export function clopperPearson(k: number, n: number, level = 0.95): Interval {
  assertLevel('level', level);
  const oneSided = 1 - (1 - level) / 2;
  return [clopperPearsonLower(k, n, oneSided), clopperPearsonUpper(k, n, oneSided)];
}

/** The exact one-sided upper bound: the largest proportion that k of n does not reject at 1 − level. */
export function clopperPearsonUpper(k: number, n: number, level = 0.95): number {
  assertCounts(k, n);
  assertLevel('level', level);
  return k === n ? 1 : betaQuantile(level, k + 1, n - k);
}

/** The exact one-sided lower bound: the smallest proportion that k of n does not reject at 1 − level. */
export function clopperPearsonLower(k: number, n: number, level = 0.95): number {
  assertCounts(k, n);
  assertLevel('level', level);
  return k === 0 ? 0 : betaQuantile(1 - level, k, n - k + 1);
}
