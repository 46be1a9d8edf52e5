import { normalDensity } from './normal.ts';

/**
 * Φ(z) of the standard normal distribution, with a relative error below 1e-13 in both tails: a series of odd powers near
 * the middle (Marsaglia 2004) and the continued fraction of the Mills ratio beyond it (Abramowitz and Stegun 26.2.14).
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return NaN;
  if (Math.abs(z) > 40) return z > 0 ? 1 : 0;
  if (z > 2) return 1 - upperTail(z);
  return z < -2 ? upperTail(-z) : 0.5 + normalDensity(z) * oddSeries(z);
}

/** z + z³/3 + z⁵/(3·5) + … */
function oddSeries(z: number): number {
  let term = z;
  let sum = z;
  for (let k = 3; Math.abs(term) > Math.abs(sum) * 1e-17; k += 2) {
    term *= (z * z) / k;
    sum += term;
  }
  return sum;
}

/** φ(z) / (z + 1/(z + 2/(z + 3/(z + …)))) for z > 2, from the innermost fraction outwards. */
function upperTail(z: number): number {
  let fraction = z;
  for (let k = 150; k >= 1; k--) fraction = z + k / fraction;
  return normalDensity(z) / fraction;
}
