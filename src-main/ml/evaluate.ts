import type { Classifier } from './classifier.ts';
import type { LabelledSignal } from './epoch-batches.ts';
import { scorePredictions, type Scores } from './metrics.ts';
import { classOf, predictRecords, type PredictHooks } from './predict.ts';

/** Classifies whole records and scores the result. */
export async function evaluate(
  classifier: Classifier,
  records: readonly LabelledSignal[],
  hooks: PredictHooks = {},
): Promise<Scores> {
  const logits = await predictRecords(
    (x) => classifier.logits(x),
    records.map(({ samples }) => samples),
    hooks,
  );
  return scorePredictions(
    records.map(({ label }) => label),
    logits.map(classOf),
  );
}
