import { questionOf, type Answer, type TrialTruth } from '../../../src-shared/questions/index.ts';

/**
 * The right answers to a trial.
 * @internal Exported for its tests.
 */
export function rightAnswers(truth: TrialTruth): readonly Answer[] {
  return questionOf(truth.question).right(truth);
}

/** Whether an answer is right. Throws AppError 'bad-input' for an answer to another question. */
export function judgeResponse(answer: Answer, truth: TrialTruth): boolean {
  return rightAnswers(truth).includes(questionOf(truth.question).option(answer).id);
}
