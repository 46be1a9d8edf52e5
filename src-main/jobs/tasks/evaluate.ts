import type { ClassList } from '../../../src-shared/class-list.ts';
import type { RecordId } from '../../../src-shared/record-id.ts';
import type { Metrics } from '../../../src-shared/models/scores.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import { idOf, readRecordPack } from '../../ecg/dataset/record-pack.ts';
import { classify, describeScores } from '../../ml/scores/evaluate.ts';
import type { TaskContext } from './context.ts';
import { withClassifier } from './with-classifier.ts';

export interface EvaluateInput {
  packPath: string;
  modelFolder: string;
  /** Those of the model. */
  classes: ClassList;
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
  metrics: Metrics;
  predictions: Prediction[];
}

/** Classifies every record of a pack and scores the model. */
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
    const metrics = describeScores(
      records.map(({ label }) => label),
      probabilities,
      input.classes,
    );
    return { engine, metrics, predictions };
  });
}
