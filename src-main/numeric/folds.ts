import { shuffled, type RandomGenerator } from './random.ts';

/**
 * Positions 0 to n − 1, shuffled and dealt into as many groups, none of which differs by more than one in size from
 * another: each is judged by what was learned from the rest. At most n groups.
 */
export function foldsOf(n: number, groups: number, random: RandomGenerator): number[][] {
  const order = shuffled([...Array(n).keys()], random);
  const count = Math.min(groups, n);
  return Array.from({ length: count }, (_, fold) => order.filter((_position, at) => at % count === fold));
}
