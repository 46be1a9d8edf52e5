import type { RandomGenerator } from '../../src-main/numeric/random.ts';

/** What may happen to a workspace, tried again and again with another seed. */
export interface Scenario {
  /** Names it on the command line. */
  name: string;
  /** The behaviour that every round asserts, as the name of a test. */
  does: string;
  /** How many rounds `npm test` has time for; 0 leaves it to `npm run torture`. */
  roundsInTest: number;
  round: (round: Round) => Promise<void>;
}

export interface Round {
  /** Everything that is drawn comes from here, so that a seed tells a round again (except how fast the machine was). */
  random: RandomGenerator;
  /** Empty, and deleted after the round. */
  folder: string;
}
