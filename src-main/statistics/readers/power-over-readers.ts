import { AppError } from '../../../src-shared/errors/app-error.ts';
import { assertLevel, assertProbability } from '../counts.ts';
import { tCdf, twoSidedT } from '../student-t.ts';

export interface PlannedReading {
  readers: number;
  /** Pairs that every reader answers. */
  pairs: number;
  /** Share of right answers over all readers and pairs that there could be. */
  p: number;
  /** Standard deviation between readers of their own shares. */
  readerSd: number;
  /** Standard deviation between pairs of the share of readers who are right. */
  pairSd: number;
}

/**
 * Power of the two-sided test of a mean share over readers against `p0`, readers and pairs both drawn at random: that of
 * a noncentral t (Obuchowski 1995; Hillis, Obuchowski and Berbaum, Academic Radiology 18, 2011, 129) with
 *
 *     V = σᵣ²/R + σ_c²/C + σ²ᵣ_c/(R·C),   σ²ᵣ_c = p(1 − p) − σᵣ² − σ_c²,   ν = (R − 1)·(V / (V − σ_c²/C))²
 *
 * Throws AppError 'bad-input' for fewer than two readers or one pair, and for deviations that p does not leave room for.
 */
export function powerOverReaders(planned: PlannedReading, { p0 = 0.5, alpha = 0.05 } = {}): number {
  const { readers, pairs, p, readerSd, pairSd } = planned;
  assertProbability('p', p);
  assertLevel('alpha', alpha);
  if (!(readers >= 2 && pairs >= 1))
    throw new AppError(
      'bad-input',
      `There are ${readers} readers of ${pairs} pairs: give two readers or more, and a pair.`,
    );
  const interaction = p * (1 - p) - readerSd ** 2 - pairSd ** 2;
  if (!(readerSd >= 0 && pairSd >= 0 && interaction > 0))
    throw new AppError(
      'bad-input',
      `Readers and pairs cannot deviate by ${readerSd} and ${pairSd} where ${p} of the answers are right: give deviations whose squares add up to less than ${p * (1 - p)}.`,
    );
  const withReaders = readerSd ** 2 / readers + interaction / (readers * pairs);
  const variance = withReaders + pairSd ** 2 / pairs;
  const df = (readers - 1) * (variance / withReaders) ** 2;
  const limit = twoSidedT(1 - alpha, df);
  const shift = (p - p0) / Math.sqrt(variance);
  return 1 - tCdf(limit, df, shift) + tCdf(-limit, df, shift);
}
