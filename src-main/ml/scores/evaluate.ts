import type { EcgRecord } from '../../../src-shared/ecg.ts';
import type { Classifier } from '../network/classifier.ts';
import { predictRecords, type PredictHooks } from '../network/predict.ts';
import { softmax } from '../../numeric/logits.ts';

/** The probability of each class for whole records: one row per record, each in the order of the model's classes. */
export async function classify(
  classifier: Classifier,
  records: readonly Pick<EcgRecord, 'samples'>[],
  hooks: PredictHooks = {},
): Promise<number[][]> {
  const signals = records.map(({ samples }) => samples);
  return (await predictRecords((x) => classifier.logits(x), signals, hooks)).map(softmax);
}
