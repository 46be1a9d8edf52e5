import { jumpedGenerator, type RandomGenerator } from '../../numeric/random.ts';

/**
 * What a seed is used for, which everybody who has the protocol knows: never sides or order (see designTrials). Each use
 * has its own stream, so that a change in one never changes another.
 */
export type RandomStream = 'records' | 'stimuli';

const JUMPS: Record<RandomStream, number> = { records: 0, stimuli: 1 };

/**
 * The generator of one stream of a study: pure-rand's xoroshiro128+ of the seed, without a jump for `records` (the
 * order in which records are tried), jumped ahead 2^64 draws for `stimuli`.
 */
export function studyRandom(seed: number, stream: RandomStream): RandomGenerator {
  return jumpedGenerator(seed, JUMPS[stream]);
}
