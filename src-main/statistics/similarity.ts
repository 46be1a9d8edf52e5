import { clopperPearsonLower, clopperPearsonUpper } from './clopper-pearson.ts';
import { assertProbability } from './counts.ts';

export interface Similarity {
  /** One-sided 95 % Clopper-Pearson bounds of the proportion right. */
  lower: number;
  upper: number;
  /** True only where both bounds lie within the margin: 1 − margin < lower and upper < margin. */
  indistinguishable: boolean;
}

/**
 * The similarity test (two one-sided tests): "cannot be told apart" is claimed only if the proportion right lies within
 * a margin fixed beforehand on both sides of one half. That a proportion does not differ significantly from 0.5 is not
 * evidence for it, and one far below 0.5 tells the tracings apart with the labels reversed.
 * Throws AppError 'bad-input' for impossible counts or an impossible margin.
 */
export function similarityTest(k: number, n: number, margin = 0.6): Similarity {
  assertProbability('margin', margin);
  const lower = clopperPearsonLower(k, n, 0.95);
  const upper = clopperPearsonUpper(k, n, 0.95);
  return { lower, upper, indistinguishable: 1 - margin < lower && upper < margin };
}
