import type { RandomGenerator } from '../../numeric/random.ts';
import { seeded } from '../../numeric/seeding.ts';

/**
 * What a seed is used for, which everybody who has the protocol knows: never sides or order (see designTrials). Each use
 * has its own stream, so that a change in one never changes another.
 */
export type RandomStream = 'records' | 'stimuli' | 'sources';

const USES: Record<RandomStream, number> = { records: 0, stimuli: 1, sources: 2 };

/** The generator of one stream of a study: `records` is the order in which records are tried. */
export function studyRandom(seed: number, stream: RandomStream): RandomGenerator {
  return seeded(seed, USES[stream]);
}
