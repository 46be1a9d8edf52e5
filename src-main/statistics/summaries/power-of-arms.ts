import type { Interval } from '../../../src-shared/interval.ts';
import { questionOf } from '../../../src-shared/questions/index.ts';
import type { Protocol } from '../../../src-shared/study/protocol.ts';
import { clopperPearson } from '../clopper-pearson.ts';
import { exactPower, type ExactPower } from '../power.ts';
import { similarityRange, type SimilarityRange } from '../similarity-range.ts';

export interface ArmPower extends ExactPower {
  task: string;
  arm: string;
  /** Pairs that one reader answers in a round. */
  n: number;
  /** Clopper-Pearson 95 % interval where half of the n answers are right: about as wide as it gets. */
  interval: Interval;
  /** Of the similarity test, for a reader who only guesses. */
  similarity: SimilarityRange;
}

/**
 * What the exact tests of one reader can tell in each arm of a protocol: difference from chance, if the true proportion of
 * right answers is `p`, and similarity. Arms whose question has no level of chance have no such test and are left out.
 * Yields between arms. Throws AppError 'bad-input' for a p outside [0, 1].
 */
export function* powerOfArms({ tasks, options }: Protocol, p: number): Generator<void, ArmPower[]> {
  const powers: ArmPower[] = [];
  for (const { id, question, arms } of tasks) {
    const { chance } = questionOf(question).analysis;
    if (chance === null) continue;
    for (const { name, pairs: n } of arms) {
      const interval = clopperPearson(Math.floor(n / 2), n);
      const similarity = similarityRange(n, options.similarityMargin, chance);
      powers.push({ task: id, arm: name, n, ...exactPower(n, p, { p0: chance }), interval, similarity });
      yield;
    }
  }
  return powers;
}
