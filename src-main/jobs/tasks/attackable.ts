import type { AttackOptions } from '../../../src-shared/attacks/index.ts';
import { isAttackable, type BeforeAttack } from '../../../src-shared/attacks/outcome.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import type { PackedRecord } from '../../ecg/dataset/record-pack.ts';
import type { Classifier } from '../../ml/network/classifier.ts';
import { classesOf } from './with-classifier.ts';

/** Which records the model classifies correctly, how many these are, and those of them that are attackable. */
export async function attackableOf(
  classifier: Classifier,
  records: readonly PackedRecord[],
  options: Pick<AttackOptions, 'target'>,
  signal: AbortSignal,
): Promise<{ correct: boolean[]; originallyCorrect: number; attackable: PackedRecord[] }> {
  const signals = records.map(({ samples }) => samples);
  const classes = await classesOf(classifier, signals, { signal });
  const before = records.map(({ label }, i) => {
    const originalClass = classes[i] as ClassIndex;
    return { originalClass, originallyCorrect: originalClass === label };
  });
  const correct = before.map(({ originallyCorrect }) => originallyCorrect);
  return {
    correct,
    originallyCorrect: correct.filter(Boolean).length,
    attackable: records.filter((_, i) => isAttackable(before[i] as BeforeAttack, options)),
  };
}
