import type { Interval } from '../../../src-shared/interval.ts';
import { twoSidedP, twoSidedT } from '../student-t.ts';
import { estimateOf, margins, signOf, type CrossedScores } from './crossed-scores.ts';
import { totalOf, uStatisticVariance } from './u-statistic-variance.ts';

/** With fewer readers nothing can be said of other readers than these. */
const LEAST_READERS = 5;

/** So small a part of the variance is a rounding error, or might as well be one. */
const NOTHING = 1e-4;

/** A variance of fewer than a million answers is larger, unless it is the rounding of 0. */
const LEAST_VARIANCE = 1e-14;

export interface OverReaders {
  /** Whether the readers stand for others like them, or for themselves alone. */
  view: 'random' | 'fixed';
  /** The mean score, or the first mean minus the second. */
  estimate: number;
  /** Null where the variance cannot be estimated, or nothing varies: its estimate is not above 0. */
  spread: { se: number; df: number; interval: Interval } | null;
}

/**
 * A mean score over all readers, or the difference of two arms, with its 95 % interval by Student's t. Readers count as a
 * random sample of readers where there are five or more, else as fixed: then the cases alone are a sample. What lies beyond
 * 0 or 1 (of a difference, −1 or 1) is cut off the interval: the truth is not there, so that it is held as often.
 */
export function overReaders(scores: CrossedScores): OverReaders {
  const estimate = estimateOf(scores);
  const view = scores.readers < LEAST_READERS ? 'fixed' : 'random';
  const found = view === 'fixed' ? caseVariance(scores) : readerVariance(scores);
  if (found === null || found.variance < LEAST_VARIANCE) return { view, estimate, spread: null };
  const se = Math.sqrt(found.variance);
  const half = twoSidedT(0.95, found.df) * se;
  const least = scores.arms.length === 1 ? 0 : -1;
  const interval: Interval = [Math.max(least, estimate - half), Math.min(1, estimate + half)];
  return { view, estimate, spread: { se, df: found.df, interval } };
}

/** Two-sided p of the estimate against `expected`, by Student's t; null without a spread. */
export function tTest({ estimate, spread }: OverReaders, expected: number): number | null {
  return spread === null ? null : twoSidedP((estimate - expected) / spread.se, spread.df);
}

interface Variance {
  variance: number;
  df: number;
}

/**
 * Readers and cases are both samples: the U-statistic variance, whose part of the cases counts as 0 where it is
 * estimated below 0. Degrees of freedom by Satterthwaite from what varies with the readers, as Hillis gives them for
 * readers × cases (Statistics in Medicine 26, 2007, 596): ν = V² / (V_R² / (R − 1)), V_R without the part of the cases. Where
 * that is nothing, as of readers with the same share each, all that varies are the C cases: C − 1.
 */
function readerVariance(scores: CrossedScores): Variance | null {
  const parts = uStatisticVariance(scores);
  if (parts === null) return null;
  const withReaders = totalOf({ ...parts, case: 0 });
  const variance = withReaders + Math.max(0, parts.case);
  if (withReaders < NOTHING * variance) return { variance, df: scores.cases - 1 };
  return { variance, df: (variance / withReaders) ** 2 * (scores.readers - 1) };
}

/**
 * The readers are these and no others: the variance between cases of what all of them together add to the estimate, as of
 * a ratio of totals over clusters (Rao and Scott 1992), C/(C − 1)·Σu², with C − 1 degrees of freedom.
 */
function caseVariance(scores: CrossedScores): Variance | null {
  const { cases, arms } = scores;
  if (cases < 2) return null;
  const added = new Float64Array(cases);
  for (const [arm, { counts, sums }] of arms.entries()) {
    const [n, s] = [margins(counts, scores), margins(sums, scores)];
    for (let c = 0; c < cases; c++) {
      const off = (s.byCase[c] as number) - ((n.byCase[c] as number) * s.all) / n.all;
      added[c] = (added[c] as number) + (signOf(arm) * off) / n.all;
    }
  }
  const squares = added.reduce((sum, value) => sum + value * value, 0);
  return { variance: (cases / (cases - 1)) * squares, df: cases - 1 };
}
