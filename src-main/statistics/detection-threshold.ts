import { psychometricFunction, type Psychometric } from '../../src-shared/study/psychometric.ts';
import { middle95 } from '../numeric/bootstrap.ts';
import { uniform, type RandomGenerator } from '../numeric/random.ts';
import { seeded } from '../numeric/seeding.ts';
import { deviance, fitPsychometric, type Level } from './psychometric-function.ts';

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

/** Sets these draws apart from others of the same seed. */
const PURPOSE = 13;

/**
 * The size of perturbation from which a reader sees it, with the percentile 95 % interval of a parametric bootstrap
 * (Wichmann and Hill, Perception & Psychophysics 63, 2001, 1314): the answers of readers with the fitted curve, fitted
 * again. Sizes beyond those that were shown are extrapolated and not told. Yields after each draw. Throws AppError 'bad-input' as the fit does.
 */
export function* detectionThreshold(
  levels: readonly Level[],
  { draws = 1000, seed = 1 } = {},
): Generator<void, DetectionThreshold> {
  const fit = fitPsychometric(levels);
  const own = deviance(levels, fit);
  const random = seeded(seed, PURPOSE);
  const thresholds: number[] = [];
  let worse = 0;
  while (thresholds.length < draws) {
    const simulated = levels.map(({ size, n }) => ({
      ...{ size, n },
      correct: rightAnswers(random, n, psychometricFunction(fit, size)),
    }));
    const again = fitPsychometric(simulated, fit);
    thresholds.push(again.threshold);
    if (deviance(simulated, again) >= own) worse++;
    yield;
  }
  const sizes = levels.map(({ size }) => size);
  const [least, most] = [Math.min(...sizes), Math.max(...sizes)];
  const shown = (value: number): number | null => (value >= least && value <= most ? value : null);
  const [low, high] = middle95(thresholds);
  return {
    fit,
    threshold: shown(fit.threshold),
    low: shown(low),
    high: shown(high),
    beyond: fit.threshold < least ? 'below' : fit.threshold > most ? 'above' : null,
    pFit: worse / draws,
  };
}

/** A binomial number, trial by trial. */
function rightAnswers(random: RandomGenerator, n: number, p: number): number {
  let right = 0;
  for (let i = 0; i < n; i++) if (uniform(random) < p) right++;
  return right;
}
