import type { Proportion } from '../../../src-shared/analyses/common.ts';
import { wilson } from '../wilson.ts';

/** So many of so many, with Wilson's 95 % interval; null of nothing. */
export function proportionOf(count: number, of: number): Proportion {
  if (of === 0) return { count, of, rate: null, interval: null };
  return { count, of, rate: count / of, interval: wilson(count, of) };
}
