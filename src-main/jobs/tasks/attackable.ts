import type { AttackOptions } from '../../../src-shared/attacks/attack-options.ts';
import { isAttackable, type BeforeAttack } from '../../../src-shared/attacks/outcome.ts';
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
  const before = records.map(({ label }, i) => {
    const originalClass = classOf(logits[i] as Float32Array);
    return { originalClass, originallyCorrect: originalClass === label };
  });
  return {
    originallyCorrect: before.filter(({ originallyCorrect }) => originallyCorrect).length,
    attackable: records.filter((_, i) => isAttackable(before[i] as BeforeAttack, options)),
  };
}
