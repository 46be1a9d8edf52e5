import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { findLastResponse } from '../../db/studies/responses.ts';
import type { SessionRow } from '../../db/studies/sessions.ts';
import type { StudyRow } from '../../db/studies/studies.ts';
import { getShownTrial, type ShownTrial } from '../../db/studies/trials.ts';

const DAY_MS = 24 * 3_600_000;

/**
 * Until when this trial waits because it is the first of a round and the last answer to the round before is too fresh
 * (ISO 8601); null where it does not. Virtual readers forget at once.
 */
export function waitsUntil(
  db: ReadableDB,
  { id: studyId, protocol }: StudyRow,
  session: SessionRow,
  { round }: ShownTrial,
  nowMs: number,
): string | null {
  if (round === 1 || session.virtual || protocol.washoutDays === undefined) return null;
  const last = findLastResponse(db, session.id);
  const before = last && getShownTrial(db, studyId, last.trialId);
  if (!last || before?.round === round) return null;
  const until = Date.parse(last.content.answeredAt) + protocol.washoutDays * DAY_MS;
  return until > nowMs ? new Date(until).toISOString() : null;
}
