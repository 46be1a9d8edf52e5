import { binomialProbabilities, tailSum } from './binomial-distribution.ts';
import { assertCounts, assertProbability } from './counts.ts';

export interface BinomialTest {
  /** Total probability of the outcomes no likelier than the observed one. */
  pTwoSided: number;
  /** P(X ≥ k). */
  pGreater: number;
  /** P(X ≤ k). */
  pLess: number;
}

/**
 * Outcomes likelier by less than this count as equally likely, as in R's binom.test, so that symmetric ones are kept.
 */
const RELATIVE_TOLERANCE = 1 + 1e-7;

/**
 * The exact binomial test of k successes of n against the proportion `p0`, as R's binom.test.
 * Throws AppError 'bad-input' for impossible counts or an impossible p0.
 */
export function binomialTest(k: number, n: number, p0 = 0.5): BinomialTest {
  assertCounts(k, n);
  assertProbability('p0', p0);
  const probabilities = binomialProbabilities(n, p0);
  const limit = (probabilities[k] as number) * RELATIVE_TOLERANCE;
  const unlikelier = probabilities.filter((probability) => probability <= limit);
  const likelier = probabilities.filter((probability) => probability > limit);
  const pTwoSided = tailSum(unlikelier, 0, unlikelier.length - 1);
  return {
    // A p near 1 as the rest of 1: the sum of everything but little is off by rounding (0.9999999999999999).
    pTwoSided: pTwoSided <= 0.5 ? pTwoSided : 1 - tailSum(likelier, 0, likelier.length - 1),
    pGreater: k === 0 ? 1 : tailSum(probabilities, k, n),
    pLess: k === n ? 1 : tailSum(probabilities, 0, k),
  };
}

/** The two-sided p of every outcome k = 0 … n, by one sort instead of n tests. Same tolerance. */
export function twoSidedPValues(n: number, p0: number): Float64Array {
  assertCounts(0, n);
  assertProbability('p0', p0);
  const probabilities = binomialProbabilities(n, p0);
  const order = Array.from(probabilities.keys()).sort((a, b) => at(probabilities, a) - at(probabilities, b));
  const result = new Float64Array(n + 1);
  let sum = 0;
  let next = 0;
  for (const k of order) {
    const limit = at(probabilities, k) * RELATIVE_TOLERANCE;
    while (next <= n && at(probabilities, order[next] as number) <= limit) {
      sum += at(probabilities, order[next] as number);
      next++;
    }
    result[k] = Math.min(1, sum);
  }
  return result;
}

function at(values: Float64Array, index: number): number {
  return values[index] as number;
}
