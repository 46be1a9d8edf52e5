import betaQuantile from '@stdlib/stats-base-dists-beta-quantile';
import { assertLevel } from './counts.ts';
import { normalCdf } from './normal-cdf.ts';

/** The t of Student's distribution that leaves (1 − level) / 2 in each tail: 2.776 for 0.95 and 4 degrees of freedom. */
export function twoSidedT(level: number, df: number): number {
  assertLevel('level', level);
  // 1 / (1 + t²/df) has a beta distribution.
  const share = betaQuantile(1 - level, df / 2, 0.5);
  return Math.sqrt((df * (1 - share)) / share);
}

const STEPS = 2000;

/**
 * P(T ≤ t) of Student's t with `df` degrees of freedom (1 or more) and noncentrality `shift`: the mean of Φ(t·s − shift)
 * over s = √(χ²/df). The density of ln s is smooth and falls to nothing on both sides, so that the trapezoid rule gives
 * at least ten digits.
 */
export function tCdf(t: number, df: number, shift = 0): number {
  const [low, high] = [-(40 / df + 7 / Math.sqrt(df)), 7.5 / Math.sqrt(df)];
  let weights = 0;
  let sum = 0;
  for (let i = 0; i <= STEPS; i++) {
    const y = low + ((high - low) * i) / STEPS;
    const weight = Math.exp(df * (y - Math.expm1(2 * y) / 2));
    weights += weight;
    sum += weight * normalCdf(t * Math.exp(y) - shift);
  }
  return sum / weights;
}

/** The two-sided p of a t value. */
export const twoSidedP = (t: number, df: number): number => Math.min(1, 2 * tCdf(-Math.abs(t), df));
