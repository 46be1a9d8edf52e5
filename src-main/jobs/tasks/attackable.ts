import { targetOf, type AttackOptions } from '../../../src-shared/attacks/attack-options.ts';
import type { PackedRecord } from '../../ecg/dataset/record-pack.ts';
import type { Classifier } from '../../ml/network/classifier.ts';
import { predictRecords } from '../../ml/network/predict.ts';
import { classOf } from '../../numeric/logits.ts';

/** How many records the model classifies as their label, and those of them that an attack can fool. */
export async function attackableOf(
  classifier: Classifier,
  records: readonly PackedRecord[],
  options: Pick<AttackOptions, 'target'>,
  signal: AbortSignal,
): Promise<{ originallyCorrect: number; attackable: PackedRecord[] }> {
  const samples = records.map((record) => record.samples);
  const logits = await predictRecords((x) => classifier.logits(x), samples, { signal });
  const correct = records.filter(({ label }, i) => classOf(logits[i] as Float32Array) === label);
  // Of the target's class already: there is nothing to lead it to.
  const attackable = correct.filter(({ label }) => targetOf(options, label) !== label);
  return { originallyCorrect: correct.length, attackable };
}
