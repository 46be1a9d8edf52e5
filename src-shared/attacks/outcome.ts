import type { ClassIndex } from '../ecg.ts';
import type { AttackOptions } from './index.ts';
import { targetOf } from './options.ts';

/** What a success rate asks of a record before the attack. */
export interface BeforeAttack {
  /** The model's class of x. */
  originalClass: ClassIndex;
  /** It is the record's label. */
  originallyCorrect: boolean;
}

/**
 * Whether a record counts in the denominator of a success rate: the model gets it right, and it does not have the
 * target's class already, where it cannot be led.
 */
export function isAttackable(
  { originalClass, originallyCorrect }: BeforeAttack,
  options: Pick<AttackOptions, 'target'>,
): boolean {
  return originallyCorrect && targetOf(options, originalClass) !== originalClass;
}

/**
 * Whether a model is fooled: its class of x′ differs from its class of x and, where the attack led to a class, is that
 * one. A record that had the target's class before is never fooled.
 */
export function isFooled(before: ClassIndex, after: ClassIndex, target: ClassIndex | null): boolean {
  return after !== before && (target === null || after === target);
}

/**
 * Whether an attack has got where it led, which is asked while it runs: away from the record's label, or to the target.
 * Of an attackable record that is the same as being fooled.
 */
export function reachesGoal(label: ClassIndex, found: ClassIndex, target: ClassIndex | null): boolean {
  return target === null ? found !== label : found === target;
}
