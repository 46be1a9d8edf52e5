import type { ClassIndex } from '../../../src-shared/ecg.ts';
import { openEngine } from '../../ml/engine/engine.ts';
import { versionWithGpu } from '../../ml/engine/search-engine.ts';
import { openModel } from '../../ml/foreign/open-model.ts';
import type { Classifier } from '../../ml/network/classifier.ts';
import { predictRecords, type PredictHooks } from '../../ml/network/predict.ts';
import { classOf } from '../../numeric/logits.ts';

/** Opens this process's engine and a model on it, and frees the model after the work, even if it fails. */
export async function withClassifier<T>(
  modelFolder: string,
  work: (classifier: Classifier, engineVersion: string) => Promise<T>,
): Promise<T> {
  const engine = await openEngine();
  const classifier = await openModel(modelFolder);
  try {
    return await work(classifier, engine.version);
  } finally {
    classifier.dispose();
  }
}

/** The same for work that searches for perturbations, where the version also says what searches. */
export function withAttackedClassifier<T>(
  modelFolder: string,
  work: (classifier: Classifier, engineVersion: string) => Promise<T>,
): Promise<T> {
  return withClassifier(modelFolder, async (classifier, engineVersion) =>
    work(classifier, classifier.onEveryEngine === true ? await versionWithGpu() : engineVersion),
  );
}

/** The class that a model predicts for each signal, ADC units. */
export async function classesOf(
  classifier: Classifier,
  signals: readonly Int16Array[],
  hooks: PredictHooks = {},
): Promise<ClassIndex[]> {
  return (await predictRecords((x) => classifier.logits(x), signals, hooks)).map(classOf);
}
