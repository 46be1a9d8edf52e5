import { binomialTest } from './binomial-test.ts';
import { assertCounts } from './counts.ts';
import { finiteProportion } from './d-prime.ts';
import { normalQuantile } from './normal.ts';

export interface SideCounts {
  /** Trials with the real tracing above, and how often the upper one was chosen in them. */
  realUpper: number;
  chosenUpperOfRealUpper: number;
  /** Trials with the real tracing below, and how often the upper one was chosen in them. */
  realLower: number;
  chosenUpperOfRealLower: number;
}

export interface SideBias {
  chosenUpper: number;
  /** c = −(Φ⁻¹(H) + Φ⁻¹(F))/2: negative where the reader favours the upper tracing; null without both kinds of trial. */
  criterion: number | null;
  /** Exact two-sided binomial p of the upper choices against one half. */
  pTwoSided: number;
}

/**
 * Whether a reader favours a side in two-alternative forced choice (Macmillan and Creelman, Detection Theory, ch. 7).
 * A proportion of 0 or 1 counts as (k + 0.5)/(n + 1). Throws AppError 'bad-input' for impossible counts.
 */
export function sideBias(counts: SideCounts): SideBias {
  const { realUpper, chosenUpperOfRealUpper, realLower, chosenUpperOfRealLower } = counts;
  if (realUpper > 0 || chosenUpperOfRealUpper !== 0) assertCounts(chosenUpperOfRealUpper, realUpper);
  if (realLower > 0 || chosenUpperOfRealLower !== 0) assertCounts(chosenUpperOfRealLower, realLower);
  const chosenUpper = chosenUpperOfRealUpper + chosenUpperOfRealLower;
  const hits = normalQuantile(finiteProportion(chosenUpperOfRealUpper, realUpper));
  const falseAlarms = normalQuantile(finiteProportion(chosenUpperOfRealLower, realLower));
  return {
    chosenUpper,
    criterion: realUpper > 0 && realLower > 0 ? cancelled(-(hits + falseAlarms) / 2) : null,
    pTwoSided: binomialTest(chosenUpper, realUpper + realLower).pTwoSided,
  };
}

/** Zero where two quantiles of opposite sign leave only their rounding (−3.3e-16). */
function cancelled(difference: number): number {
  return Math.abs(difference) < 1e-12 ? 0 : difference;
}
