import type { ClassIndex } from '../../src-shared/ecg.ts';
import { scorePredictions } from './metrics.ts';
import { generatorFor, uniform } from './random.ts';

export type Interval = [low: number, high: number];

export interface ScoreIntervals {
  accuracy: Interval;
  meanF1: Interval;
}

/** 95 % percentile bootstrap intervals over records. Same seed, same intervals. */
export function bootstrapScores(
  truth: readonly ClassIndex[],
  predicted: readonly ClassIndex[],
  options: { draws?: number; seed?: number } = {},
): ScoreIntervals {
  const { draws = 2000, seed = 1 } = options;
  const random = generatorFor(seed, 5);
  const accuracies = new Float64Array(draws);
  const meanF1s = new Float64Array(draws);
  for (let draw = 0; draw < draws; draw += 1) {
    const places = Array.from(truth, () => Math.floor(uniform(random) * truth.length));
    const scores = scorePredictions(
      places.map((place) => truth[place] as ClassIndex),
      places.map((place) => predicted[place] as ClassIndex),
    );
    accuracies[draw] = scores.accuracy;
    meanF1s[draw] = scores.meanF1;
  }
  return { accuracy: middle(accuracies), meanF1: middle(meanF1s) };
}

function middle(values: Float64Array): Interval {
  const sorted = values.sort();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] as number;
  return [at(0.025), at(0.975)];
}
