import { AppError } from '../../src-shared/app-error.ts';

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
