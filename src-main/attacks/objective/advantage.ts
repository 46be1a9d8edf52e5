import type { ClassIndex } from '../../../src-shared/ecg.ts';

/** How far the logits of a record are beyond the decision aimed for: above 0 where the goal is reached. */
export function advantageOf(
  logits: ArrayLike<number>,
  { label, target }: { label: ClassIndex; target: ClassIndex | null },
): number {
  const goal = target ?? label;
  let others = -Infinity;
  for (let c = 0; c < logits.length; c++) if (c !== goal) others = Math.max(others, logits[c]!);
  return target === null ? others - logits[goal]! : logits[goal]! - others;
}
