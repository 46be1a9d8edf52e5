import type { QuestionId } from '../../../src-shared/questions/index.ts';
import type { MachineRow } from '../../../src-shared/study/machine-fields.ts';
import { wilson } from '../wilson.ts';

type Facts = Pick<MachineRow, 'task' | 'arm' | 'classifier' | 'measured_at' | 'program_version'> & {
  question: QuestionId;
  pairs: number;
  right: number;
};

/** The machine's result in an arm, with its interval (Wilson; halves are rounded up for it). */
export function summariseMachine({ pairs, right, ...facts }: Facts): MachineRow {
  const [low, high] = wilson(Math.round(right), pairs);
  const { task, question, arm, classifier, measured_at, program_version } = facts;
  return {
    ...{ task, question, arm, classifier, n: pairs, correct: right, proportion: right / pairs },
    ...{ wilson_low: low, wilson_high: high, measured_at, program_version },
  };
}
