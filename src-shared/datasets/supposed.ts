import { AppError } from '../errors/app-error.ts';
import { TWELVE_LEADS } from './leads.ts';
import type { ReadingOptions } from './reading-options.ts';

/** Of eight leads that are stored where the others follow from them. */
const EIGHT_LEADS = ['I', 'II', ...TWELVE_LEADS.slice(6)];

/**
 * Facts for an error about what files leave open: what would settle it, supposed from their form. A person may confirm it;
 * nothing is read by it before.
 */
export function supposing(supposed: ReadingOptions): { supposed: ReadingOptions } {
  return { supposed };
}

/** What an error supposes; nothing if it is none of that kind. */
export function supposedBy(error: unknown): ReadingOptions {
  const { supposed } = (error instanceof AppError ? error.details : undefined) ?? {};
  return (supposed as ReadingOptions | undefined) ?? {};
}

/** Names for so many leads without any: of twelve or eight in the usual order; else numbers. */
export function usualNames(count: number): string[] {
  if (count === 1) return ['ECG'];
  const known = [TWELVE_LEADS, EIGHT_LEADS].find(({ length }) => length === count);
  return [...(known ?? Array.from({ length: count }, (_, i) => `ECG ${i + 1}`))];
}
