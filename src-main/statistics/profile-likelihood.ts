import type { Interval } from '../../src-shared/interval.ts';
import { minimise } from '../numeric/minimise.ts';
import { twoSidedZ } from './normal.ts';

/** The highest likelihood with one parameter given; the other is looked for around the best of `starts`: there can be two hills. */
export const profile =
  (likelihood: (given: number, other: number) => number, starts: readonly number[]) =>
  (given: number): number => {
    const of = (other: number): number => -likelihood(given, other);
    const { other: from } = starts
      .map((other) => ({ other, value: of(other) }))
      .reduce((a, b) => (a.value <= b.value ? a : b));
    return -minimise(([other]) => of(other as number), [from], { tolerance: 1e-8, twice: false }).value;
  };

const Z = twoSidedZ(0.95);

/**
 * Where twice the log-likelihood has fallen by 3.84 on either side of `at`, as far as the two `edges`: by false position
 * (Illinois) on the root of what it has fallen by, which grows nearly evenly. Yields after each step.
 */
export function* profileInterval(
  profileAt: (value: number) => number,
  at: number,
  best: number,
  edges: Interval = [0, 1],
): Generator<void, Interval> {
  const beyond = (value: number): number => Math.sqrt(Math.max(0, 2 * (best - profileAt(value)))) - Z;
  const ends: number[] = [];
  for (const edge of edges) {
    let [inside, below] = [at, -Z];
    let [outside, above] = [edge, beyond(edge)];
    let next = above > 0 ? inside : edge;
    for (let before = 0; above > 0 && Math.abs(outside - inside) > 1e-7;) {
      yield;
      const even = Number.isFinite(above) ? below / (below - above) : 0.5;
      next = inside + even * (outside - inside);
      const found = beyond(next);
      if (Math.abs(found) < 1e-7) break;
      // An end that stays a second time counts half, or the line would come from one side only.
      if (found > 0) [outside, above, below] = [next, found, before > 0 ? below / 2 : below];
      else [inside, below, above] = [next, found, before < 0 ? above / 2 : above];
      before = found;
    }
    ends.push(next);
  }
  return ends as Interval;
}
