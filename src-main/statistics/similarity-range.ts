import { binomialProbabilities, tailSum } from './binomial-distribution.ts';
import { assertLevel, assertProbability } from './counts.ts';
import { similarityTest } from './similarity.ts';

export interface SimilarityRange {
  /** "Cannot be told apart" is claimed from this many right to `atMost`; null where no count of n allows it. */
  atLeast: number | null;
  atMost: number | null;
  /** Probability that it is claimed of a reader who is right with probability p. */
  power: number;
}

/**
 * What n answers allow the similarity test to claim, and how likely it is to where the true proportion is `p`: by halving,
 * since the bounds grow with the count, then by the exact probabilities.
 * Throws AppError 'bad-input' for impossible values.
 */
export function similarityRange(n: number, margin: number, p = 0.5): SimilarityRange {
  assertLevel('margin', margin);
  assertProbability('p', p);
  const atLeast = firstWhere(n, (k) => similarityTest(k, n, margin).lower > 1 - margin);
  const atMost = firstWhere(n, (k) => similarityTest(k, n, margin).upper >= margin) - 1;
  if (atLeast > atMost) return { atLeast: null, atMost: null, power: 0 };
  return { atLeast, atMost, power: tailSum(binomialProbabilities(n, p), atLeast, atMost) };
}

/** The first k from 0 to n for which it holds, given that it then holds for all above; n + 1 if for none. */
function firstWhere(n: number, holds: (k: number) => boolean): number {
  let [low, high] = [0, n + 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (holds(middle)) high = middle;
    else low = middle + 1;
  }
  return low;
}
