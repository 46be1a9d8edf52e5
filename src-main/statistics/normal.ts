import quantile from '@stdlib/stats-base-dists-normal-quantile';

/** Φ⁻¹(p) of the standard normal distribution; −∞ at 0 and ∞ at 1. */
export function normalQuantile(p: number): number {
  return quantile(p, 0, 1);
}

/** φ(z), the density of the standard normal distribution. */
export function normalDensity(z: number): number {
  return Math.exp(-(z * z) / 2) / Math.sqrt(2 * Math.PI);
}

/** The z that leaves (1 − level) / 2 in each tail: 1.96 for 0.95. */
export function twoSidedZ(level: number): number {
  return normalQuantile(1 - (1 - level) / 2);
}
