import { psychometricFunction, type Psychometric } from '../../src-shared/study/psychometric.ts';
import type { Interval } from '../../src-shared/interval.ts';
import { wichmannHill } from '../numeric/wichmann-hill.ts';
import { twoSidedZ } from './normal.ts';
import { profileInterval } from './profile-likelihood.ts';
import { fitPsychometric, profileDeviance } from './psychometric-function.ts';
import { deviance, type Level } from './psychometric-search.ts';

export interface DetectionThreshold {
  fit: Psychometric;
  /** µV; null where it lies beyond the sizes that were shown, to the side that `beyond` names. */
  threshold: number | null;
  /** Ends of the 95 % interval, µV; null where an end lies beyond the sizes that were shown. */
  low: number | null;
  high: number | null;
  beyond: 'below' | 'above' | null;
  /** Share of the simulated readers who fit their own curve no better than this reader does. */
  pFit: number;
}

/** Deviances that differ by less are of the same answers, or of others that fit as well. */
const SAME = 1e-6;

/**
 * The size of perturbation from which a reader sees it, with the 95 % interval of the profile likelihood: all thresholds at
 * which twice the log-likelihood, with the best slope and lapses, lies less than 3.84 below its maximum (Venzon and
 * Moolgavkar, Applied Statistics 37, 1988, 87). Sizes beyond those that were shown are extrapolated and not told. How well
 * the curve fits is judged by readers simulated with it (Wichmann and Hill, Perception & Psychophysics 63, 2001, 1293);
 * analysis.R of the pack repeats every draw. `seed`: another one, other draws: 1 to 30,322.
 * Yields after each step. Throws AppError 'bad-input' as the fit does.
 */
export function* detectionThreshold(
  levels: readonly Level[],
  { draws = 1000, seed = 1 } = {},
): Generator<void, DetectionThreshold> {
  const fit = fitPsychometric(levels);
  const own = deviance(levels, fit);
  const sizes = levels.map(({ size }) => size);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const isShown = fit.threshold >= least && fit.threshold <= most;
  const [low, high] = yield* intervalOf(levels, fit, [least, most]);
  return {
    fit,
    threshold: isShown ? fit.threshold : null,
    low,
    high,
    beyond: isShown ? null : fit.threshold < least ? 'below' : 'above',
    pFit: yield* shareOfWorse(levels, fit, { own, draws, seed }),
  };
}

/** The ends of the interval; null for one that lies beyond the sizes that were shown. */
function* intervalOf(
  levels: readonly Level[],
  fit: Psychometric,
  [least, most]: Interval,
): Generator<void, [number | null, number | null]> {
  const best = -deviance(levels, fit) / 2;
  const logLikelihood = (log: number): number => -profileDeviance(levels, Math.exp(log), fit) / 2;
  const edges: Interval = [Math.log(least), Math.log(most)];
  const at = Math.min(edges[1], Math.max(edges[0], Math.log(fit.threshold)));
  const isWithin = 2 * (best - logLikelihood(at)) < twoSidedZ(0.95) ** 2;
  if (!isWithin) return [null, null];
  const ends = yield* profileInterval(logLikelihood, at, best, edges);
  return ends.map((end, i) => (end === edges[i] ? null : Math.exp(end))) as [number | null, number | null];
}

/** The share of simulated readers with this curve whose deviance from their own is no smaller. */
function* shareOfWorse(
  levels: readonly Level[],
  fit: Psychometric,
  { own, draws, seed }: { own: number; draws: number; seed: number },
): Generator<void, number> {
  const random = wichmannHill([12345, 23456, seed]);
  let worse = 0;
  for (let i = 0; i < draws; i++) {
    const simulated = levels.map(({ size, n }) => ({
      ...{ size, n },
      correct: rightAnswers(random, n, psychometricFunction(fit, size)),
    }));
    if (deviance(simulated, fitPsychometric(simulated, fit)) >= own - SAME) worse++;
    yield;
  }
  return worse / draws;
}

/** A binomial number, trial by trial. */
function rightAnswers(random: () => number, n: number, p: number): number {
  let right = 0;
  for (let i = 0; i < n; i++) if (random() < p) right++;
  return right;
}
