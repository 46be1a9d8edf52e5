import type { ResponseInput } from '../../../src-shared/contract/reading.ts';
import type { DisplayFacts } from '../../../src-shared/study/display-facts.ts';
import { MAX_RESPONSE_TIME_MS } from '../../../src-shared/study/trial-events.ts';
import { countResponses, type ResponseContent } from '../../db/studies/responses.ts';
import { countPresentations } from '../../db/studies/sessions.ts';
import type { StudyRow } from '../../db/studies/studies.ts';
import type { ServiceContext } from '../workspace/context.ts';
import { NOT_SERVED, type Arrival } from './serving-clock.ts';

/** How a response came about; a virtual reader has no display. */
export type ResponseCircumstances = Pick<ResponseContent, 'input' | keyof DisplayFacts>;

/** The parts of a response, by a person or a virtual reader. */
export type AnyResponse = Pick<
  ResponseInput,
  | 'sessionId'
  | 'trialId'
  | 'answer'
  | 'responseTimeMs'
  | 'choiceChanges'
  | 'focusLost'
  | 'events'
  | 'confidence'
  | 'clue'
  | 'amends'
> &
  ResponseCircumstances;

/** What is stored of a response: what the window measured, and what only the host knows. */
export function responseContent(
  { db, version }: Pick<ServiceContext, 'db' | 'version'>,
  study: StudyRow,
  { sessionId, trialId, ...measured }: AnyResponse,
  { wallAt, times }: Arrival,
): ResponseContent {
  return {
    ...measured,
    // A virtual reader says how long a person would have taken.
    ...(measured.input === 'virtual' ? NOT_SERVED : times),
    responseTimeMs: tenths(measured.responseTimeMs),
    shownAt: new Date(wallAt - Math.min(measured.responseTimeMs, MAX_RESPONSE_TIME_MS)).toISOString(),
    answeredAt: new Date(wallAt).toISOString(),
    timesShown: countPresentations(db, sessionId, trialId),
    commitment: countResponses(db, sessionId) === 0 ? study.commitment : null,
    programVersion: version,
  };
}

/** As response times are stored, ms. */
export const tenths = (ms: number): number => Math.round(10 * ms) / 10;
