import type { ClassIndex } from '../ecg.ts';
import type { AttackOptions } from './index.ts';
import { targetOf } from './options.ts';

/** What a success rate needs to know about a record before the attack. */
export interface BeforeAttack {
  /** The model's class of x. */
  originalClass: ClassIndex;
  /** It is the record's label. */
  originallyCorrect: boolean;
}

/**
 * Whether a record counts in the denominator of a success rate: the model gets it right, and does not already give it
 * the target's class, to which it could then not be led.
 */
export function isAttackable(
  { originalClass, originallyCorrect }: BeforeAttack,
  options: Pick<AttackOptions, 'target'>,
): boolean {
  return originallyCorrect && targetOf(options, originalClass) !== originalClass;
}

/**
 * Whether a model is fooled: its class of x′ differs from its class of x and, if the attack has a target, is that
 * class. A record that had the target's class before is never fooled.
 */
export function isFooled(before: ClassIndex, after: ClassIndex, target: ClassIndex | null): boolean {
  return after !== before && (target === null || after === target);
}

/**
 * Whether the attack on a record counts as a success, the numerator of a success rate: the model gets the record right
 * and is fooled. Such a record is always attackable.
 */
export function isSuccess({ originallyCorrect, fooled }: { originallyCorrect: boolean; fooled: boolean }): boolean {
  return originallyCorrect && fooled;
}

/**
 * Whether an attack has reached its goal, which is checked while it runs: away from the record's label, or to the
 * target. For an attackable record that is the same as being fooled.
 */
export function reachesGoal(label: ClassIndex, found: ClassIndex, target: ClassIndex | null): boolean {
  return target === null ? found !== label : found === target;
}
