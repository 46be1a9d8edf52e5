import { generatorFor, uniform } from './random.ts';

export type Interval = [low: number, high: number];

export interface BootstrapOptions {
  draws?: number;
  seed?: number;
}

const DRAWS = 2000;

/** What `measure` gives for each draw of `count` places with replacement. */
export function drawn<T>(
  count: number,
  { draws = DRAWS, seed = 1 }: BootstrapOptions,
  measure: (places: number[]) => T,
): T[] {
  const random = generatorFor(seed, 5);
  return Array.from({ length: draws }, () =>
    measure(Array.from({ length: count }, () => Math.floor(uniform(random) * count))),
  );
}

/** The middle 95 % of values. */
export function middle(values: readonly number[]): Interval {
  const sorted = Float64Array.from(values).sort();
  const at = (share: number): number => sorted[Math.round(share * (sorted.length - 1))] as number;
  return [at(0.025), at(0.975)];
}
