import type { Metrics } from '../../../src-shared/contract/models.ts';
import { openRecordPack } from '../../ecg/record-pack.ts';
import { loadClassifier } from '../../ml/classifier.ts';
import { openEngine } from '../../ml/engine.ts';
import { evaluate } from '../../ml/evaluate.ts';
import type { TaskContext } from './context.ts';

export interface EvaluateInput {
  packPath: string;
  modelFolder: string;
}

export interface EvaluateOutput {
  engine: string;
  metrics: Metrics;
}

/** Classifies every record of a pack and scores the model. */
export async function evaluateTask(input: EvaluateInput, { signal, progress }: TaskContext): Promise<EvaluateOutput> {
  const engine = await openEngine();
  const classifier = await loadClassifier(input.modelFolder);
  const pack = openRecordPack(input.packPath);
  try {
    const records = pack.records.map((_, place) => pack.read(place));
    const metrics = await evaluate(classifier, records, {
      signal,
      onProgress: (done, total) =>
        progress({ done, total, unit: 'records', message: `${done} of ${total} records classified` }),
    });
    return { engine: engine.version, metrics };
  } finally {
    pack.close();
    classifier.dispose();
  }
}
