import { sum } from '../numeric/sums.ts';

/**
 * P(X = k) for X ~ Binomial(n, p), to about 1e-13 relative for any n: factorials never appear, only the small
 * corrections to Stirling's formula and deviances (Loader, "Fast and accurate computation of binomial probabilities",
 * 2000; the method of R's dbinom).
 */
function binomialProbability(k: number, n: number, p: number): number {
  if (p === 0) return k === 0 ? 1 : 0;
  if (p === 1) return k === n ? 1 : 0;
  if (k === 0) return Math.exp(n * Math.log1p(-p));
  if (k === n) return Math.exp(n * Math.log(p));
  const exponent =
    stirlingError(n) -
    stirlingError(k) -
    stirlingError(n - k) -
    deviance(k, n * p) -
    deviance(n - k, n * (1 - p)) -
    Math.log(2 * Math.PI * k * (1 - k / n)) / 2;
  return Math.exp(exponent);
}

/** All of P(X = 0) … P(X = n). */
export function binomialProbabilities(n: number, p: number): Float64Array {
  return Float64Array.from({ length: n + 1 }, (_, k) => binomialProbability(k, n, p));
}

/** The sum of `probabilities[from]` … `probabilities[to]`, smallest first so that none is lost; at most 1. */
export function tailSum(probabilities: Float64Array, from: number, to: number): number {
  const sorted = probabilities.slice(from, to + 1).sort();
  return Math.min(1, sum(sorted));
}

/** ln n! − ln(√(2πn) (n/e)ⁿ) for n = 0 … 15 (0 stands for "unused"). */
const SMALL_ERRORS = [
  0, 0.08106146679532726, 0.0413406959554093, 0.02767792568499834, 0.020790672103765093, 0.016644691189821193,
  0.013876128823070748, 0.01189670994589177, 0.010411265261972096, 0.009255462182712733, 0.008330563433362871,
  0.00757367548795184, 0.00694284010720953, 0.006408994188004207, 0.005951370112758848, 0.005554733551962801,
];

function stirlingError(n: number): number {
  const small = SMALL_ERRORS[n];
  if (small !== undefined) return small;
  const square = n * n;
  return (1 / 12 - (1 / 360 - (1 / 1260 - (1 / 1680 - 1 / 1188 / square) / square) / square) / square) / n;
}

/** x·ln(x/mean) + mean − x, by a series where x and mean are close and the terms would cancel. */
function deviance(x: number, mean: number): number {
  if (Math.abs(x - mean) >= 0.1 * (x + mean)) return x * Math.log(x / mean) + mean - x;
  const ratio = (x - mean) / (x + mean);
  let sum = (x - mean) * ratio;
  let term = 2 * x * ratio;
  for (let j = 1; ; j++) {
    term *= ratio * ratio;
    const next = sum + term / (2 * j + 1);
    if (next === sum) return sum;
    sum = next;
  }
}
