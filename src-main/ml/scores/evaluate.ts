import type { Metrics } from '../../../src-shared/models/scores.ts';
import { CINC_2017_CLASSES, type ClassList } from '../../../src-shared/class-list.ts';
import type { ClassIndex, EcgRecord } from '../../../src-shared/ecg.ts';
import { bootstrapScores } from './bootstrap.ts';
import { calibrate } from './calibration.ts';
import type { Classifier } from '../network/classifier.ts';
import { scorePredictions } from './metrics.ts';
import { predictRecords, type PredictHooks } from '../network/predict.ts';
import { classOf, softmax } from '../../numeric/logits.ts';

/** The probability of each class for whole records: one row per record, each in the order of the model's classes. */
export async function classify(
  classifier: Classifier,
  records: readonly Pick<EcgRecord, 'samples'>[],
  hooks: PredictHooks = {},
): Promise<number[][]> {
  const signals = records.map(({ samples }) => samples);
  return (await predictRecords((x) => classifier.logits(x), signals, hooks)).map(softmax);
}

/** Scores with their intervals and the calibration, from stored probabilities. */
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
