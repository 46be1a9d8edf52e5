import type { RecordId } from '../../../src-shared/record-id.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import { idOf, readRecordPack } from '../../ecg/dataset/record-pack.ts';
import { classify } from '../../ml/scores/evaluate.ts';
import type { TaskContext } from './context.ts';
import { withClassifier } from './with-classifier.ts';

export interface EvaluateInput {
  packPath: string;
  modelFolder: string;
}

/** The model's output for a record; `id` as in the pack. */
export interface Prediction {
  id: RecordId;
  label: ClassIndex;
  /** Of each class of the model. */
  probabilities: number[];
}

export interface EvaluateOutput {
  engine: string;
  predictions: Prediction[];
}

/** Classifies every record of a pack, in its order. */
export function evaluateTask(input: EvaluateInput, { signal, progress }: TaskContext): Promise<EvaluateOutput> {
  return withClassifier(input.modelFolder, async (classifier, engine) => {
    const records = [...readRecordPack(input.packPath)];
    const probabilities = await classify(classifier, records, {
      signal,
      onProgress: (done, total) =>
        progress({ done, total, unit: 'records', message: `${done} of ${total} records classified` }),
    });
    const predictions = records.map((record, i) => ({
      id: idOf(record),
      label: record.label,
      probabilities: probabilities[i] as number[],
    }));
    return { engine, predictions };
  });
}
