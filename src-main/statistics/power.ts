import { binomialProbabilities, tailSum } from './binomial-distribution.ts';
import { twoSidedPValues } from './binomial-test.ts';
import { assertLevel, assertProbability } from './counts.ts';

export interface ExactPower {
  /** Probability that the test rejects. */
  power: number;
  /** The test rejects at this many right or fewer; null where it never does on that side. */
  rejectAtMost: number | null;
  /** The test rejects at this many right or more; null where it never does on that side. */
  rejectAtLeast: number | null;
}

/**
 * Power of the exact two-sided binomial test of n trials against `p0` where the true proportion is `p`, by enumerating
 * all outcomes. Throws AppError 'bad-input' for impossible values.
 */
export function exactPower(n: number, p: number, { p0 = 0.5, alpha = 0.05 } = {}): ExactPower {
  assertProbability('p', p);
  assertLevel('alpha', alpha);
  const rejected = twoSidedPValues(n, p0).map((pValue) => (pValue <= alpha ? 1 : 0));
  const firstKept = rejected.indexOf(0);
  const lastKept = rejected.lastIndexOf(0);
  const probabilities = binomialProbabilities(n, p);
  const low = firstKept > 0 ? tailSum(probabilities, 0, firstKept - 1) : 0;
  const high = lastKept < n ? tailSum(probabilities, lastKept + 1, n) : 0;
  return {
    power: Math.min(1, low + high),
    rejectAtMost: firstKept > 0 ? firstKept - 1 : null,
    rejectAtLeast: lastKept < n ? lastKept + 1 : null,
  };
}
