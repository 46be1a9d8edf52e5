import type { ClassIndex } from '../../src-shared/ecg.ts';
import { argmax } from './argmax.ts';
import { sum } from './sums.ts';

/** A record's logits as probabilities. */
export function softmax(logits: ArrayLike<number>): number[] {
  const all = Array.from(logits);
  const top = Math.max(...all);
  const weights = all.map((z) => Math.exp(z - top));
  const total = sum(weights);
  return weights.map((weight) => weight / total);
}

/** The class that a model predicts: the largest of its logits or probabilities; the first of equal ones. */
export function classOf(scores: ArrayLike<number>): ClassIndex {
  return argmax(scores) as ClassIndex;
}
