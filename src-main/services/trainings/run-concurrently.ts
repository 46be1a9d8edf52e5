import { AppError } from '../../../src-shared/errors/app-error.ts';
import { sumOf } from '../../numeric/sums.ts';
import type { TaskProgress } from '../../jobs/tasks/context.ts';

/**
 * Works on items, so many at once, in their order. What fails or is stopped leaves the others alone; at the end, the
 * results of those that delivered. Throws where something failed, or where nothing was delivered.
 */
export async function sideBySide<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T, place: number) => Promise<R>,
): Promise<R[]> {
  const outcomes: PromiseSettledResult<R>[] = [];
  const waiting = items.entries();
  const lane = async (): Promise<void> => {
    for (const [place, item] of waiting) [outcomes[place]] = await Promise.allSettled([work(item, place)]);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane));
  const results = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [AppError.from(outcome.reason)] : []));
  const failed = errors.find(({ code }) => code !== 'cancelled') ?? (results.length === 0 ? errors[0] : undefined);
  if (failed) throw failed;
  return results;
}

/** How far several parts are together; one alone speaks for itself. Returns who hears of a part by its place. */
export function addUp(
  parts: readonly { name: string; total: number }[],
  progress: (progress: TaskProgress) => void,
): (place: number, now: TaskProgress) => void {
  if (parts.length === 1) return (_place, now) => progress(now);
  const newest: (TaskProgress | undefined)[] = parts.map(() => undefined);
  const total = sumOf(parts, (part) => part.total);
  return (place, now) => {
    newest[place] = now;
    const done = sumOf(newest, (one) => one?.done ?? 0);
    const words = parts.flatMap(({ name }, i) => (newest[i] ? [`${name}: ${newest[i].message}`] : []));
    progress({ done, total, unit: now.unit, message: words.join('; ') });
  };
}
