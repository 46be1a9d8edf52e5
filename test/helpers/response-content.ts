import type { ResponseContent } from '../../src-main/db/studies/responses.ts';
import { DISPLAY } from './display.ts';
import { AT } from './study-fixture.ts';

/** What is stored of an answer, as a person gave it. */
export const CONTENT: ResponseContent = {
  answer: '1',
  responseTimeMs: 1234.5,
  serverTimeMs: null,
  clockShiftMs: null,
  choiceChanges: 0,
  focusLost: 0,
  events: [],
  ...{ confidence: null, clue: null, amends: false },
  input: 'keyboard',
  ...DISPLAY,
  shownAt: AT,
  answeredAt: AT,
  timesShown: 1,
  commitment: null,
  programVersion: '0.0.0',
};
