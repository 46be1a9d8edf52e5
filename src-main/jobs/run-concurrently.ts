import { AppError } from '../../src-shared/errors/app-error.ts';

/** The outcomes of the work on several items. */
export interface Outcomes<R> {
  /** Results of the items that succeeded, in their order. */
  results: R[];
  /** The first failure, preferably one that is not a stop; undefined if all succeeded. */
  error: AppError | undefined;
}

/** Works on items in order, `limit` at once. One that fails or is stopped does not affect the others. Never throws. */
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
