import type { AttackSummary } from '../../../src-shared/contract/attacks.ts';
import type { Classifier } from '../../ml/network/classifier.ts';
import { predictRecords, type PredictHooks } from '../../ml/network/predict.ts';
import { sum } from '../../numeric/sums.ts';

/** A sum of probabilities is 1 to this much in single precision. */
const TOLERANCE = 1e-5;

/**
 * What an attack relies on, as far as it can be seen from outside (the checks of the public AutoAttack): that the same signals,
 * ADC units and of one length, give the same logits again, and that they are logits.
 */
export async function checkOutputs(
  classifier: Classifier,
  signals: readonly Int16Array[],
  hooks: PredictHooks = {},
): Promise<NonNullable<AttackSummary['outputs']>> {
  const predict = (): Promise<Float32Array[]> => predictRecords((x) => classifier.logits(x), signals, hooks);
  const [once, again] = [await predict(), await predict()];
  return {
    vary: once.some((row, i) =>
      row.some((value, c) => Math.abs(value - again[i]![c]!) > TOLERANCE * (1 + Math.abs(value))),
    ),
    areProbabilities: once.every(
      (row) => row.every((value) => value >= -TOLERANCE) && Math.abs(sum(row) - 1) <= TOLERANCE,
    ),
  };
}
