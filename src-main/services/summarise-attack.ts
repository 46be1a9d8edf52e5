import { targetOf, type AttackOptions } from '../../src-shared/attack-options.ts';
import type { AttackSummary } from '../../src-shared/contract/attacks.ts';
import type { NewExample } from '../db/examples.ts';
import { wilson } from '../statistics/wilson.ts';

/** What the numbers of a run are made of. */
export type JudgedRecord = Pick<NewExample, 'originallyCorrect' | 'originalClass' | 'fooled' | 'zeroGradient'> & {
  /** The model still gives the label. */
  stillCorrect: boolean;
};

/** The numbers of a run that took so many seconds; `target` says where it led each record. */
export function summariseAttack(
  records: readonly JudgedRecord[],
  seconds: number,
  options: Pick<AttackOptions, 'target'>,
): AttackSummary {
  const count = (test: (record: JudgedRecord) => boolean): number => records.filter(test).length;
  // A record that had the target's class before cannot be led there: it is not in the rate.
  const isAttackable = (record: JudgedRecord): boolean =>
    record.originallyCorrect && record.originalClass !== targetOf(options, record.originalClass);
  const attackable = count(isAttackable);
  const fooled = count((record) => isAttackable(record) && record.fooled);
  const interval = (): [number, number] => {
    const { low, high } = wilson(fooled, attackable);
    return [low, high];
  };
  return {
    records: records.length,
    originallyCorrect: count(({ originallyCorrect }) => originallyCorrect),
    attackable,
    fooled,
    asr: attackable > 0 ? fooled / attackable : null,
    asrInterval: attackable > 0 ? interval() : null,
    accuracyUnderAttack: count(({ stillCorrect }) => stillCorrect) / records.length,
    zeroGradient: count(({ zeroGradient }) => zeroGradient),
    secondsPerRecord: seconds / records.length,
  };
}
