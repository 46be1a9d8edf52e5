import { onSearchEngine } from '../../ml/engine/search-engine.ts';
import type { Classifier } from '../../ml/network/classifier.ts';
import { predictRecords, type PredictHooks } from '../../ml/network/predict.ts';

/**
 * All that a black-box attack sees of a classifier: signals in, logits out, both as plain numbers. It cannot be
 * differentiated, since no tensors pass through. Signals are in ADC units; each gives one row of logits.
 */
export type BlackBox = (signals: readonly Float32Array[], hooks?: PredictHooks) => Promise<Float32Array[]>;

export function blackBox(classifier: Pick<Classifier, 'logits' | 'onEveryEngine'>): BlackBox {
  return (signals, hooks) => {
    const predict = (): Promise<Float32Array[]> => predictRecords((x) => classifier.logits(x), signals, hooks);
    return classifier.onEveryEngine === true ? onSearchEngine(predict) : predict();
  };
}
