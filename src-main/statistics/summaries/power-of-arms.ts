import { questionOf } from '../../../src-shared/questions/index.ts';
import type { Protocol } from '../../../src-shared/study/protocol.ts';
import { exactPower, type ExactPower } from '../power.ts';

export interface ArmPower extends ExactPower {
  task: string;
  arm: string;
  /** Pairs that one reader answers. */
  n: number;
}

/**
 * What the exact two-sided test of one reader can detect in each arm of a protocol, if the true proportion of right
 * answers is `p`. Arms whose question has no level of chance have no such test and are left out.
 * Throws AppError 'bad-input' for a p outside [0, 1].
 */
export function powerOfArms({ tasks }: Protocol, p: number): ArmPower[] {
  return tasks.flatMap(({ id, question, arms }) => {
    const { chance } = questionOf(question).analysis;
    if (chance === null) return [];
    return arms.map(({ name, pairs }) => ({ task: id, arm: name, n: pairs, ...exactPower(pairs, p, { p0: chance }) }));
  });
}
