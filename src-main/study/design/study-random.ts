import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

/** What a study's seed is used for. Each has its own stream, so that a change in one never changes another. */
export type RandomStream = 'records' | 'stimuli' | 'sides' | 'order' | 'readers';

const JUMPS: Record<RandomStream, number> = { records: 0, stimuli: 1, sides: 2, order: 3, readers: 4 };

/**
 * The generator of one stream of a study: pure-rand's xoroshiro128+ of the seed, as it is for `records` (the order in
 * which records are tried), jumped ahead 2^64 draws once for `stimuli`, twice for `sides`, three times for `order`, and
 * 4 + `index` times for the virtual reader `index`. The streams never overlap, and the jump also removes the likeness of
 * the first draws of neighbouring seeds.
 */
export function studyRandom(seed: number, stream: RandomStream, index = 0): RandomGenerator {
  const generator = xoroshiro128plus(seed);
  for (let jump = 0; jump < JUMPS[stream] + index; jump++) generator.jump();
  return generator;
}

/** A shuffled copy (Fisher and Yates from the last place to the second, one `uniformInt` of 0 to i at place i). */
export function shuffled<T>(items: readonly T[], random: RandomGenerator): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i--) {
    const j = uniformInt(random, 0, i);
    [result[i], result[j]] = [result[j] as T, result[i] as T];
  }
  return result;
}
