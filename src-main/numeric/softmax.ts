import type { ClassIndex } from '../../src-shared/ecg.ts';

/** Probabilities of a record's logits. */
export function softmax(logits: ArrayLike<number>): number[] {
  const all = Array.from(logits);
  const top = Math.max(...all);
  const weights = all.map((z) => Math.exp(z - top));
  const sum = weights.reduce((a, b) => a + b, 0);
  return weights.map((w) => w / sum);
}

/** The class with the largest probability; the first of equal ones. */
export function mostLikely(probabilities: readonly number[]): ClassIndex {
  return probabilities.indexOf(Math.max(...probabilities)) as ClassIndex;
}
