import { clopperPearsonUpper } from './clopper-pearson.ts';
import { assertProbability } from './counts.ts';

export interface Similarity {
  /** One-sided 95 % Clopper-Pearson upper bound of the proportion right. */
  upper: number;
  /** True only where that bound is below the margin. */
  indistinguishable: boolean;
}

/**
 * The similarity test: "cannot be told apart" is claimed only if the upper bound of the proportion right is below a
 * margin fixed beforehand. That a proportion does not differ significantly from 0.5 is not evidence for it.
 * Throws AppError 'bad-input' for impossible counts or an impossible margin.
 */
export function similarityTest(k: number, n: number, margin = 0.6): Similarity {
  assertProbability('margin', margin);
  const upper = clopperPearsonUpper(k, n, 0.95);
  return { upper, indistinguishable: upper < margin };
}
