import type { Metrics } from '../../../src-shared/models/scores.ts';
import type { ClassIndex, EcgRecord } from '../../../src-shared/ecg.ts';
import { bootstrapScores } from './bootstrap.ts';
import { calibrate } from './calibration.ts';
import type { Classifier } from '../network/classifier.ts';
import { scorePredictions, type Scores } from './metrics.ts';
import { predictRecords, type PredictHooks } from '../network/predict.ts';
import { classOf, softmax } from '../../numeric/logits.ts';

export interface Evaluation {
  scores: Scores;
  /** One row per record, in their order, each in the order N, A, O, ~. */
  probabilities: number[][];
}

/** Classifies whole records and scores the result. */
export async function evaluate(
  classifier: Classifier,
  records: readonly Pick<EcgRecord, 'samples' | 'label'>[],
  hooks: PredictHooks = {},
): Promise<Evaluation> {
  const logits = await predictRecords(
    (x) => classifier.logits(x),
    records.map(({ samples }) => samples),
    hooks,
  );
  const scores = scorePredictions(
    records.map(({ label }) => label),
    logits.map(classOf),
  );
  return { scores, probabilities: logits.map(softmax) };
}

/** Scores with their intervals and the calibration, from stored probabilities. */
export function describeScores(truth: readonly ClassIndex[], probabilities: readonly (readonly number[])[]): Metrics {
  const predicted = probabilities.map(classOf);
  return {
    ...scorePredictions(truth, predicted),
    intervals: bootstrapScores(truth, predicted),
    calibration: calibrate(truth, probabilities),
  };
}
