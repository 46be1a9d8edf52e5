import type { ResponseContent } from '../../src-main/db/studies/responses.ts';
import { AT } from './study-fixture.ts';

/** What is stored of an answer, as a person gave it. */
export const CONTENT: ResponseContent = {
  answer: '1',
  responseTimeMs: 1234.5,
  serverTimeMs: null,
  clockShiftMs: null,
  choiceChanges: 0,
  focusLost: 0,
  input: 'keyboard',
  devicePixelRatio: 1,
  pxPerMm: 3.78,
  viewportWidthPx: 1280,
  viewportHeightPx: 720,
  shownAt: AT,
  answeredAt: AT,
  timesShown: 1,
  programVersion: '0.0.0',
};
