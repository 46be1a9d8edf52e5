import { describe, expect, it } from 'vitest';
import { betaBinomial as fitted } from '../../../../src-main/statistics/readers/beta-binomial.ts';
import type { ReaderCounts } from '../../../../src-main/statistics/readers/beta-binomial-likelihood.ts';
import { atOnce } from '../../../helpers/at-once.ts';

const betaBinomial = (readers: readonly ReaderCounts[]) => atOnce(fitted(readers));

const of = (n: number, ...correct: number[]) => correct.map((k) => ({ correct: k, n }));

describe('the chance-corrected beta-binomial', () => {
  // μ, γ and the log-likelihood by sensR's betabin (method twoAFC) with its optimum refined by R's nlm and SciPy's
  // Nelder-Mead, which agree to 1e-6 (sensR's own stop gives 0.306151, 0.124348 and 0.530221, 0.371869); the ends of the
  // profile likelihoods by SciPy's brentq over scipy.special.betaln; p by the chi-square distribution.
  it.each([
    [
      of(100, 62, 59, 81, 55, 70),
      0.3061506,
      [0.143663, 0.511772],
      0.1243481,
      [0.0203797, 0.4665907],
      0.0037572,
      -17.9304932787,
    ],
    [
      of(20, 14, 18, 12, 20, 17, 11),
      0.5302212,
      [0.2263685, 0.7807041],
      0.3718686,
      [0.06702, 0.8036358],
      0.0055045,
      -14.7136266044,
    ],
  ] as const)('is what sensR fits to %j', (readers, mu, muInterval, gamma, gammaInterval, p, logLikelihood) => {
    const fit = betaBinomial(readers);
    expect(fit.mu).toBeCloseTo(mu, 5);
    expect(fit.gamma).toBeCloseTo(gamma, 5);
    expect(fit.logLikelihood).toBeCloseTo(logLikelihood, 9);
    expect(fit.pOverdispersion).toBeCloseTo(p, 6);
    for (const [i, end] of muInterval.entries()) expect(fit.muInterval[i]).toBeCloseTo(end, 5);
    for (const [i, end] of gammaInterval.entries()) expect(fit.gammaInterval[i]).toBeCloseTo(end, 5);
  });

  it('takes readers of as many pairs as each of them answered, and some alike', () => {
    // The sum of Σ C(k, i) B(α + i, β + n − k) / B(α, β) written out with lchoose and lbeta in R 4.2; optim, optimize and uniroot.
    const correct = [62, 62, 20, 45, 81, 55, 30];
    const fit = betaBinomial([100, 100, 30, 60, 90, 100, 60].map((n, i) => ({ correct: correct[i] as number, n })));
    expect(fit.logLikelihood).toBeCloseTo(-24.5733040255, 8);
    expect(fit.mu).toBeCloseTo(0.31405963, 6);
    expect(fit.gamma).toBeCloseTo(0.24091638, 6);
    for (const [i, end] of [0.14108354, 0.52803019].entries()) expect(fit.muInterval[i]).toBeCloseTo(end, 6);
    for (const [i, end] of [0.08265209, 0.57726511].entries()) expect(fit.gammaInterval[i]).toBeCloseTo(end, 6);
    expect(fit.pOverdispersion).toBeCloseTo(3.448704e-7, 11);
  });

  it('is told in pieces, of which no one is the whole', () => {
    const pieces = Array.from(fitted(of(100, 62, 59, 81, 55, 70)));
    expect(pieces.length).toBeGreaterThan(20);
  });

  it('finds readers of whom each tells apart all or nothing', () => {
    const fit = betaBinomial(of(100, 100, 50, 100, 51, 100, 49));
    expect(fit.mu).toBeCloseTo(0.5, 3);
    expect(fit.gamma).toBeGreaterThan(0.99);
    expect(fit.gammaInterval[1]).toBe(1);
  });

  it('finds the higher of two hills of the profile likelihood', () => {
    // By the beta-binomial of analysis.R, which looks over all of γ.
    expect(betaBinomial(of(14, 8, 9, 14, 7, 8, 10)).muInterval[1]).toBeCloseTo(0.6301952, 6);
  });

  it('is the binomial where readers differ less than by chance', () => {
    const fit = betaBinomial(of(100, 60, 62, 61, 59, 63));
    expect(fit).toMatchObject({ gamma: 0, pOverdispersion: 1 });
    expect(fit.mu).toBeCloseTo(0.22, 12);
    // Σ ln dbinom(x, 100, 0.61) in R.
    expect(fit.logLikelihood).toBeCloseTo(-12.7391361193886, 10);
  });

  it('says of readers who guess worse than chance that they tell nothing apart, and keeps to 0 and 1', () => {
    expect(betaBinomial(of(100, 48, 50, 47))).toMatchObject({
      mu: 0,
      gamma: 0,
      muInterval: [0, expect.closeTo(0.47, 1) as number],
    });
    expect(betaBinomial(of(100, 100, 100, 100))).toMatchObject({
      mu: 1,
      muInterval: [expect.closeTo(0.53, 1) as number, 1],
    });
  });

  it('holds thousands of trials, and refuses one reader and impossible counts', () => {
    expect(betaBinomial(of(2000, 1200, 1400, 1800)).gamma).toBeGreaterThan(0);
    expect(() => betaBinomial(of(10, 4))).toThrow('There are 1 readers');
    expect(() => betaBinomial(of(10, 4, 11))).toThrow('k is 11 of n = 10');
  });
});
