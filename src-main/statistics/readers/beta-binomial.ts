import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { Interval } from '../../../src-shared/interval.ts';
import { minimise } from '../../numeric/minimise.ts';
import { assertCounts } from '../counts.ts';
import { normalCdf } from '../normal-cdf.ts';
import { twoSidedZ } from '../normal.ts';

/** What one reader got right, of how many. */
export interface ReaderCounts {
  correct: number;
  n: number;
}

export interface BetaBinomial {
  /** Mean over readers of the share of pairs that they really tell apart; the others are guessed. */
  mu: number;
  muInterval: Interval;
  /** How far readers differ: 0 if all are alike, 1 if each tells apart all pairs or none. */
  gamma: number;
  gammaInterval: Interval;
  /** p of the likelihood ratio test of γ = 0, by χ² with one degree of freedom. */
  pOverdispersion: number;
  logLikelihood: number;
}

/** μ and γ lie within these; γ = 0 is the binomial. */
const LEAST = 1e-6;

/**
 * The chance-corrected beta-binomial of two-alternative forced choice (Brockhoff, Food Quality and Preference 14, 2003,
 * 405; `betabin` of sensR): a reader tells the share π of the pairs apart and guesses the others,
 *
 *     right ~ Binomial(n, ½ + π/2),   π ~ Beta(α, β),   μ = α/(α + β),   γ = 1/(α + β + 1),
 *
 * by maximum likelihood. The 95 % intervals are those of the profile likelihood (sensR's are Wald's, which fail at the ends).
 * The test of γ = 0 is on the safe side: half of χ²'s p would do where the hypothesis lies at the edge.
 * Throws AppError 'bad-input' for fewer than two readers, or impossible counts.
 */
export function betaBinomial(readers: readonly ReaderCounts[]): BetaBinomial {
  if (readers.length < 2)
    throw new AppError('bad-input', `There are ${readers.length} readers: give two or more to see how they differ.`);
  for (const { correct, n } of readers) assertCounts(correct, n);
  const fit = (at: readonly number[]): number => -kernel(readers, share(at[0] as number), share(at[1] as number));
  const starts = [
    [0, -2],
    [-2, 0],
    [2, 0],
  ];
  const found = starts.map((start) => minimise(fit, start)).reduce((a, b) => (a.value <= b.value ? a : b));
  const alike = binomialMu(readers);
  const none = kernel(readers, alike, 0);
  const best = Math.max(-found.value, none);
  const [mu, gamma] = best === none ? [alike, 0] : [share(found.at[0] as number), share(found.at[1] as number)];
  const profileOfMu = (value: number): number =>
    Math.max(
      kernel(readers, value, 0),
      -minimise(([g]) => -kernel(readers, value, share(g as number)), [logit(gamma)], QUICK).value,
    );
  const profileOfGamma = (value: number): number =>
    -minimise(([m]) => -kernel(readers, share(m as number), value), [logit(mu)], QUICK).value;
  return {
    mu,
    muInterval: profileInterval(profileOfMu, mu, best),
    gamma,
    gammaInterval: profileInterval(profileOfGamma, gamma, best),
    pOverdispersion: 2 * normalCdf(-Math.sqrt(Math.max(0, 2 * (best - none)))),
    logLikelihood: best + readers.reduce((sum, { correct, n }) => sum + logChoose(n, correct) - n * Math.LN2, 0),
  };
}

const QUICK = { tolerance: 1e-9, twice: false };

const share = (x: number): number => Math.min(1 - LEAST, Math.max(LEAST, 1 / (1 + Math.exp(-x))));
const logit = (p: number): number => Math.log(Math.max(LEAST, p) / Math.max(LEAST, 1 - p));

/** The same with all readers alike: the pooled proportion, as far as it is above guessing. */
function binomialMu(readers: readonly ReaderCounts[]): number {
  const [k, n] = readers.reduce(([a, b], { correct, n: of }) => [a + correct, b + of], [0, 0]);
  return Math.max(0, (2 * k) / n - 1);
}

/** Where twice the log-likelihood has fallen by 3.84 on either side, as far as 0 and 1. */
function profileInterval(profile: (value: number) => number, at: number, best: number): Interval {
  const limit = best - twoSidedZ(0.95) ** 2 / 2;
  const end = (edge: number): number => {
    if (profile(edge) >= limit) return edge;
    let [inside, outside] = [at, edge];
    while (Math.abs(outside - inside) > 1e-6) {
      const middle = (inside + outside) / 2;
      if (profile(middle) >= limit) inside = middle;
      else outside = middle;
    }
    return inside;
  };
  return [end(0), end(1)];
}

/** The log-likelihood but for what does not depend on μ and γ: Σ ln C(n, k) − n·ln 2. */
function kernel(readers: readonly ReaderCounts[], mu: number, gamma: number): number {
  return readers.reduce((sum, reader) => sum + (gamma === 0 ? ofBinomial(reader, mu) : ofReader(reader, mu, gamma)), 0);
}

function ofBinomial({ correct, n }: ReaderCounts, mu: number): number {
  return correct * Math.log1p(mu) + (n === correct ? 0 : (n - correct) * Math.log1p(-mu));
}

/**
 * ln Σᵢ C(k, i) B(α + i, β + n − k) / B(α, β), i of the k right pairs having been told apart: terms of one sign,
 * each from the one before it.
 */
function ofReader({ correct: k, n }: ReaderCounts, mu: number, gamma: number): number {
  const total = (1 - gamma) / gamma;
  const [alpha, beta] = [mu * total, (1 - mu) * total];
  let log = 0;
  let product = 1;
  for (let j = 0; j < n - k; j++) {
    product *= (beta + j) / (total + j);
    if (product < 1e-250) {
      log += Math.log(product);
      product = 1;
    }
  }
  log += Math.log(product);
  let [term, sum] = [1, 1];
  for (let i = 0; i < k; i++) {
    term *= ((k - i) / (i + 1)) * ((alpha + i) / (total + n - k + i));
    sum += term;
    if (sum > 1e250) {
      log += Math.log(sum);
      term /= sum;
      sum = 1;
    }
  }
  return log + Math.log(sum);
}

/** ln C(n, k). */
function logChoose(n: number, k: number): number {
  let sum = 0;
  for (let i = 1; i <= Math.min(k, n - k); i++) sum += Math.log((n - i + 1) / i);
  return sum;
}
