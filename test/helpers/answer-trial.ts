import type { ReadingStep, ResponseInput } from '../../src-shared/contract/reading.ts';
import { questionOf } from '../../src-shared/questions/index.ts';
import { DISPLAY } from './display.ts';

/** The first answer to the question of this step's trial: "1", "same" or "real". */
export function answer(step: ReadingStep, changes: Partial<ResponseInput> = {}): ResponseInput {
  return {
    sessionId: step.sessionId,
    trialId: step.trial?.trialId ?? '',
    answer: questionOf(step.trial?.question ?? 'which-is-real').answers[0]!.id,
    responseTimeMs: 1500,
    choiceChanges: 0,
    focusLost: 0,
    events: [],
    ...{ confidence: null, clue: null, amends: false },
    input: 'keyboard',
    ...DISPLAY,
    ...changes,
  };
}
