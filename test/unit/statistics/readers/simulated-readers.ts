import { gaussian, uniform } from '../../../../src-main/numeric/random.ts';
import { seeded } from '../../../../src-main/numeric/seeding.ts';
import { normalCdf } from '../../../../src-main/statistics/normal-cdf.ts';
import type { Score } from '../../../../src-main/statistics/readers/crossed-scores.ts';

export interface SimulatedStudy {
  readers: number;
  cases: number;
  /** Probits: the mean, and the standard deviations between readers and between cases. */
  mean: number;
  readerSd: number;
  caseSd: number;
}

/**
 * Two arms of one study, and the share right over all readers and cases that there could be; a reader is right on a case with
 * probability Φ(mean + b + c), b of the reader and c of the case normal. The second arm shows the same cases, and suits some
 * readers better than others (0.2).
 */
export function* simulateStudies(
  { readers, cases, mean, readerSd, caseSd }: SimulatedStudy,
  { studies, seed }: { studies: number; seed: number },
): Generator<{ first: Score[]; second: Score[]; share: number; difference: number; shareOfThese: number }> {
  const random = seeded(seed, readers, cases);
  const shareAt = (variance: number): number => normalCdf(mean / Math.sqrt(1 + variance));
  for (let i = 0; i < studies; i++) {
    const drawn = (count: number, sd: number): number[] => Array.from({ length: count }, () => sd * gaussian(random));
    const [ofReaders, tastes, ofCases] = [drawn(readers, readerSd), drawn(readers, 0.2), drawn(cases, caseSd)];
    const arm = (taste: readonly number[]): Score[] =>
      ofReaders.flatMap((b, r) =>
        ofCases.map((c, k) => ({
          ...{ reader: `r${r}`, case: `c${k}` },
          score: uniform(random) < normalCdf(mean + b + (taste[r] ?? 0) + c) ? 1 : 0,
        })),
      );
    const share = shareAt(readerSd ** 2 + caseSd ** 2);
    yield {
      ...{ first: arm([]), second: arm(tastes), share },
      difference: share - shareAt(readerSd ** 2 + caseSd ** 2 + 0.04),
      shareOfThese: ofReaders.reduce((sum, b) => sum + normalCdf((mean + b) / Math.sqrt(1 + caseSd ** 2)), 0) / readers,
    };
  }
}
