import { z } from 'zod';
import { counted } from '../format/counted.ts';

/** Things of which there may be very many: how many, and the first of them. */
export function manySchema<T extends z.ZodType>(one: T) {
  return z.object({ count: z.int(), first: z.array(one) });
}
export interface Many<T> {
  count: number;
  first: T[];
}

/** Named in a sentence; the others are counted. */
export const NAMED = 5;
/** Kept of each list. */
const KEPT = 1000;

/** A list for the account. */
export function many<T>(all: readonly T[]): Many<T> {
  return { count: all.length, first: all.slice(0, KEPT) };
}

/** `a, b, c, d, e and 3 more`. */
export function named({ count, first }: Many<string>): string {
  const names = first.slice(0, NAMED);
  return `${names.join(', ')}${andMore({ length: count })}`;
}

/** ' and 3 more', where there are more than are named. */
export function andMore({ length }: { length: number }): string {
  return length > NAMED ? ` and ${counted(length - NAMED, 'more', 'more')}` : '';
}
