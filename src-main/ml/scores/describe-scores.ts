import type { Metrics } from '../../../src-shared/models/scores.ts';
import { CINC_2017_CLASSES, type ClassList } from '../../../src-shared/class-list.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import { classOf } from '../../numeric/logits.ts';
import { bootstrapScores } from './bootstrap.ts';
import { calibrate } from './calibration.ts';
import { scorePredictions } from './metrics.ts';

/** Scores with their intervals and the calibration, from stored probabilities. Needs no engine. */
export function describeScores(
  truth: readonly ClassIndex[],
  probabilities: readonly (readonly number[])[],
  classes: ClassList = CINC_2017_CLASSES,
): Metrics {
  const predicted = probabilities.map(classOf);
  return {
    ...scorePredictions(truth, predicted, classes),
    intervals: bootstrapScores(truth, predicted, {}, classes),
    calibration: calibrate(truth, probabilities),
  };
}
