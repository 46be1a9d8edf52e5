import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { Interval } from '../../../src-shared/interval.ts';
import { minimise, type Minimum } from '../../numeric/minimise.ts';
import { refine } from '../../numeric/refine.ts';
import { assertCounts } from '../counts.ts';
import { normalCdf } from '../normal-cdf.ts';
import { alikeOf, logLikelihood, logOfCounts, type ReaderCounts } from './beta-binomial-likelihood.ts';
import { profile, profileInterval } from '../profile-likelihood.ts';

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
 * Yields in between. Throws AppError 'bad-input' for fewer than two readers, or impossible counts.
 */
export function* betaBinomial(readers: readonly ReaderCounts[]): Generator<void, BetaBinomial> {
  if (readers.length < 2)
    throw new AppError('bad-input', `There are ${readers.length} readers: give two or more to see how they differ.`);
  for (const { correct, n } of readers) assertCounts(correct, n);
  const alike = alikeOf(readers);
  const pooled = pooledMu(readers);
  const none = logLikelihood(alike, pooled, 0);
  const fit = ([m, g]: number[]): number => -logLikelihood(alike, share(m as number), share(g as number));
  const rough: Minimum[] = [];
  for (const start of STARTS) {
    rough.push(minimise(fit, start, { tolerance: 1e-3, twice: false }));
    yield;
  }
  const near = minimise(fit, rough.reduce((a, b) => (a.value <= b.value ? a : b)).at, { step: 0.1 });
  const { at, value } = refine(fit, near);
  yield;
  const best = Math.max(-value, none);
  const [mu, gamma] = best === none ? [pooled, 0] : [share(at[0] as number), share(at[1] as number)];
  const ofMu = profile((given, g) => logLikelihood(alike, given, share(g)), [...LOGITS, logit(gamma)]);
  const muInterval = yield* profileInterval((given) => Math.max(logLikelihood(alike, given, 0), ofMu(given)), mu, best);
  const ofGamma = profile((given, m) => logLikelihood(alike, share(m), given), [...LOGITS, logit(mu)]);
  const gammaInterval = yield* profileInterval(ofGamma, gamma, best);
  return {
    mu,
    muInterval,
    gamma,
    gammaInterval,
    pOverdispersion: 2 * normalCdf(-Math.sqrt(Math.max(0, 2 * (best - none)))),
    logLikelihood: best + logOfCounts(readers),
  };
}

/** Where the search begins: logits of μ and γ. */
const STARTS = [
  [0, -2],
  [-2, 0],
  [2, 0],
];

/** The same where one of them is given: as far as `LEAST` and its complement lie apart. */
const LOGITS = [-12, -9, -6, -4, -3, -2, -1, 0, 1, 2, 3, 4, 6, 9, 12];

const share = (x: number): number => Math.min(1 - LEAST, Math.max(LEAST, 1 / (1 + Math.exp(-x))));
const logit = (p: number): number => Math.log(Math.max(LEAST, p) / Math.max(LEAST, 1 - p));

/** The same with all readers alike: the pooled proportion, as far as it is above guessing. */
function pooledMu(readers: readonly ReaderCounts[]): number {
  const [k, n] = readers.reduce(([a, b], { correct, n: of }) => [a + correct, b + of], [0, 0]);
  return Math.max(0, (2 * k) / n - 1);
}
