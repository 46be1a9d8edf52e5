import type { Proportion } from '../../../src-shared/analyses/common.ts';
import { wilson } from '../wilson.ts';

/** `count` of `of` with Wilson's 95 % interval; rate and interval are null where `of` is 0. */
export function proportionOf(count: number, of: number): Proportion {
  if (of === 0) return { count, of, rate: null, interval: null };
  return { count, of, rate: count / of, interval: wilson(count, of) };
}
