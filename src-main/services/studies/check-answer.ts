import { AppError } from '../../../src-shared/errors/app-error.ts';
import { questionOf, type QuestionId } from '../../../src-shared/questions/index.ts';
import { CANNOT_SAY } from '../../../src-shared/study/decisions.ts';
import type { SessionProtocol } from '../../../src-shared/study/session.ts';
import type { ResponseContent } from '../../db/studies/responses.ts';

/**
 * Whether what is to be stored answers this question as the study asks it. Whether it is right follows from the truth,
 * which is not asked here. Throws AppError 'bad-input'.
 */
export function checkAnswer(
  {
    answer,
    confidence,
    clue,
    responseTimeMs,
    input,
  }: Pick<ResponseContent, 'answer' | 'confidence' | 'clue' | 'responseTimeMs' | 'input'>,
  question: QuestionId,
  protocol: SessionProtocol | undefined,
): void {
  const refuse = (why: string): never => {
    throw new AppError('bad-input', why);
  };
  const isOpen = answer === CANNOT_SAY;
  if (!isOpen) questionOf(question).option(answer);
  else if (!protocol?.cannotSay) refuse('This study wants an answer to every trial: "cannot say" is none of them.');
  // A virtual reader answers the question alone.
  if (input === 'virtual') return;
  const asked = protocol?.confidence === true && !isOpen;
  if (asked !== (confidence !== null))
    refuse(`This answer ${asked ? 'lacks a confidence' : 'has a confidence, which is not asked'}.`);
  if (clue !== null && (!protocol?.clue || isOpen)) refuse('This answer says what looked wrong, which is not asked.');
  const least = protocol?.leastTimeMs ?? 0;
  if (responseTimeMs < least)
    refuse(`This answer came after ${Math.round(responseTimeMs)} ms: none counts before ${least} ms.`);
}
