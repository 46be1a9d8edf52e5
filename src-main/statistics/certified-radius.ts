import { clopperPearsonLower } from './clopper-pearson.ts';
import { normalQuantile } from './normal.ts';

/**
 * Within what L2 distance of x, in the unit of σ, the class that `votes` of `draws` noisy copies of x got is the one that
 * most noisy copies get: σ·Φ⁻¹(p), p the exact one-sided lower bound of its share (Cohen, Rosenfeld and Kolter 2019,
 * theorem 1 and CERTIFY). It is wrong with a probability of at most 1 − confidence. Null where p does not exceed one
 * half: nothing is certain. Throws AppError 'bad-input' for impossible counts.
 */
export function certifiedRadius(votes: number, draws: number, sigma: number, confidence: number): number | null {
  const share = clopperPearsonLower(votes, draws, confidence);
  return share > 0.5 ? sigma * normalQuantile(share) : null;
}
