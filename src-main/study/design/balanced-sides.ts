import type { Side } from '../../../src-shared/questions/side.ts';
import { integer, shuffled, type RandomGenerator } from '../../numeric/random.ts';

/** Each side as often as the other, in random order; for an odd count a draw says which one has one more. */
export function balancedSides(count: number, random: RandomGenerator): Side[] {
  const half = Math.floor(count / 2);
  const upper = count % 2 === 0 ? half : half + integer(random, 0, 1);
  const sides = Array.from({ length: count }, (_, i): Side => (i < upper ? 1 : 2));
  return shuffled(sides, random);
}
