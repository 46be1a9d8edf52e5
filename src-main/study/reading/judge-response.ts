import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { Answer } from '../../../src-shared/study/protocol.ts';
import type { Side } from '../design/design-trials.ts';

/** What the right answer to a trial is made from. */
export type TrialTruth =
  | { question: 'which-is-real'; /** Where the original stands. */ realSide: Side }
  | { question: 'same-class'; /** True for two tracings of one record. */ sameClass: boolean };

/** The right answer to a trial. */
export function rightAnswer(truth: TrialTruth): Answer {
  if (truth.question === 'which-is-real') return truth.realSide === 1 ? '1' : '2';
  return truth.sameClass ? 'same' : 'different';
}

/** Whether an answer is right. Throws AppError 'bad-input' for an answer to the other question. */
export function judgeResponse(answer: Answer, truth: TrialTruth): boolean {
  const fitting: readonly Answer[] = truth.question === 'which-is-real' ? ['1', '2'] : ['same', 'different'];
  if (!fitting.includes(answer)) {
    const message = `"${answer}" does not answer the question ${truth.question}: give ${fitting.join(' or ')}.`;
    throw new AppError('bad-input', message);
  }
  return answer === rightAnswer(truth);
}
