import type { Interval } from '../../src-shared/interval.ts';
import { below, generatorFor } from './random.ts';

export interface BootstrapOptions {
  draws?: number;
  seed?: number;
}

const DRAWS = 2000;
/** Sets these draws apart from others of the same seed. */
const PURPOSE = 5;

/** What `measure` returns for each draw of `count` items with replacement; it is given their indices. */
export function bootstrap<T>(
  count: number,
  { draws = DRAWS, seed = 1 }: BootstrapOptions,
  measure: (indices: number[]) => T,
): T[] {
  const random = generatorFor(seed, PURPOSE);
  return Array.from({ length: draws }, () => measure(Array.from({ length: count }, () => below(random, count))));
}

/** The middle 95 % of values: the percentile interval of a bootstrap. */
export function middle95(values: readonly number[]): Interval {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] as number;
  return [at(0.025), at(0.975)];
}
