import { AppError } from '../../src-shared/errors/app-error.ts';

/** What the work on several items came to. */
export interface Outcomes<R> {
  /** Of those that delivered, in the order of their items. */
  results: R[];
  /** The first failure, one that is not a stop if there is any; undefined where all delivered. */
  error: AppError | undefined;
}

/** Works on items, so many at once, in their order. What fails or is stopped leaves the others alone. Never throws. */
export async function runConcurrently<T, R>(
  items: readonly T[],
  atOnce: number,
  work: (item: T, index: number) => Promise<R>,
): Promise<Outcomes<R>> {
  const outcomes: PromiseSettledResult<R>[] = [];
  const waiting = items.entries();
  const lane = async (): Promise<void> => {
    for (const [index, item] of waiting) [outcomes[index]] = await Promise.allSettled([work(item, index)]);
  };
  await Promise.all(Array.from({ length: Math.min(atOnce, items.length) }, lane));
  const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [AppError.from(outcome.reason)] : []));
  return {
    results: outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : [])),
    error: errors.find(({ code }) => code !== 'cancelled') ?? errors[0],
  };
}
