import type { ScoreIntervals } from '../../../src-shared/models/scores.ts';
import { CINC_2017_CLASSES, type ClassList } from '../../../src-shared/class-list.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import type { Interval } from '../../../src-shared/interval.ts';
import { bootstrap, middle95, type BootstrapOptions } from '../../numeric/bootstrap.ts';
import { scorePredictions, type Scores } from './metrics.ts';

/** 95 % intervals of all scores. */
export type AllIntervals = Pick<ScoreIntervals, 'accuracy' | 'meanF1'> & { f1: Record<string, Interval> };

/** 95 % percentile bootstrap intervals over records. Same seed, same intervals. */
export function bootstrapScores(
  truth: readonly ClassIndex[],
  predicted: readonly ClassIndex[],
  options: BootstrapOptions = {},
  classes: ClassList = CINC_2017_CLASSES,
): AllIntervals {
  return scoreIntervals(bootstrap(truth.length, options, (indices) => scoresAt(indices, truth, predicted, classes)));
}

/** The same for the scores of `second` minus those of `first`, both on the same records in each draw. */
export function bootstrapDifferences(
  truth: readonly ClassIndex[],
  first: readonly ClassIndex[],
  second: readonly ClassIndex[],
  options: BootstrapOptions = {},
  classes: ClassList = CINC_2017_CLASSES,
): AllIntervals {
  const differences = bootstrap(truth.length, options, (indices) =>
    subtractScores(scoresAt(indices, truth, second, classes), scoresAt(indices, truth, first, classes)),
  );
  return scoreIntervals(differences);
}

export type PlainScores = Pick<Scores, 'accuracy' | 'meanF1' | 'f1'>;

export function subtractScores(a: PlainScores, b: PlainScores): PlainScores {
  const f1 = Object.fromEntries(Object.entries(a.f1).map(([code, value]) => [code, value - (b.f1[code] ?? NaN)]));
  return { accuracy: a.accuracy - b.accuracy, meanF1: a.meanF1 - b.meanF1, f1 };
}

function scoresAt(
  indices: number[],
  truth: readonly ClassIndex[],
  predicted: readonly ClassIndex[],
  classes: ClassList,
): Scores {
  return scorePredictions(
    indices.map((index) => truth[index] as ClassIndex),
    indices.map((index) => predicted[index] as ClassIndex),
    classes,
  );
}

function scoreIntervals(scores: readonly PlainScores[]): AllIntervals {
  const of = (score: (one: PlainScores) => number): Interval => middle95(scores.map(score));
  const codes = Object.keys(scores[0]?.f1 ?? {});
  const f1 = Object.fromEntries(codes.map((code) => [code, of((one) => one.f1[code] ?? NaN)]));
  return {
    accuracy: of((one) => one.accuracy),
    meanF1: of((one) => one.meanF1),
    f1,
  };
}
