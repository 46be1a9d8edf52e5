import type { ReadingStep, ResponseInput } from '../../src-shared/contract/reading.ts';
import { DISPLAY } from './display.ts';

/** An answer to the trial of this step: "1" or "same", whichever its question allows. */
export function answer(step: ReadingStep, changes: Partial<ResponseInput> = {}): ResponseInput {
  return {
    sessionId: step.sessionId,
    trialId: step.trial?.trialId ?? '',
    answer: step.trial?.question === 'same-class' ? 'same' : '1',
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
