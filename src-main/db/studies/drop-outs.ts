import { STUDY_ENTRIES, findSessionEnd } from '../audit/study-entries.ts';
import type { DropOut } from '../../../src-shared/contract/studies.ts';
import type { ReadableDB } from '../sqlite/connection.ts';

/**
 * When and why an unfinished file of the session was taken; null if none was, and once the session is at its end. The
 * newest file that was taken decides.
 */
export function findDropOut(db: ReadableDB, sessionId: string): DropOut | null {
  const entry = db
    .prepare<[string], { at: string; details: string }>(
      `SELECT at, details FROM audit WHERE action = 'session-collect' AND details ->> 'sessionId' = ?
       ORDER BY position DESC LIMIT 1`,
    )
    .get(sessionId);
  if (!entry || findSessionEnd(db, sessionId)) return null;
  const { unfinished } = STUDY_ENTRIES['session-collect'].read(entry.details, `of session ${sessionId}`);
  return unfinished === undefined ? null : { at: entry.at, reason: unfinished };
}
