import type { TaskProgress } from '../../jobs/tasks/context.ts';
import { sumOf } from '../../numeric/sums.ts';

/** The combined progress of several parts; a single part is passed on. Returns the listener of a part by its index. */
export function combineProgress(
  parts: readonly { name: string; total: number }[],
  progress: (progress: TaskProgress) => void,
): (index: number, now: TaskProgress) => void {
  if (parts.length === 1) return (_index, now) => progress(now);
  const newest: (TaskProgress | undefined)[] = parts.map(() => undefined);
  const total = sumOf(parts, (part) => part.total);
  return (index, now) => {
    newest[index] = now;
    const done = sumOf(newest, (one) => one?.done ?? 0);
    const words = parts.flatMap(({ name }, i) => (newest[i] ? [`${name}: ${newest[i].message}`] : []));
    progress({ done, total, unit: now.unit, message: words.join('; ') });
  };
}
