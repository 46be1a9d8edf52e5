import { jumpedGenerator, type RandomGenerator } from '../../numeric/random.ts';

/** What a study's seed is used for. Each has its own stream, so that a change in one never changes another. */
export type RandomStream = 'records' | 'stimuli' | 'sides' | 'order';

const JUMPS: Record<RandomStream, number> = { records: 0, stimuli: 1, sides: 2, order: 3 };

/**
 * The generator of one stream of a study: pure-rand's xoroshiro128+ of the seed, without a jump for `records` (the
 * order in which records are tried), jumped ahead 2^64 draws once for `stimuli`, twice for `sides`, and three times
 * for `order`.
 */
export function studyRandom(seed: number, stream: RandomStream): RandomGenerator {
  return jumpedGenerator(seed, JUMPS[stream]);
}
