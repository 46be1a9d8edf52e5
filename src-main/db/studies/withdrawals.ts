import type { Withdrawal } from '../../../src-shared/contract/studies.ts';
import { STUDY_ENTRIES } from '../audit/study-entries.ts';
import type { ReadableDB } from '../sqlite/connection.ts';

interface RawEntry {
  action: 'session-withdraw' | 'session-reinstate';
  at: string;
  details: string;
}

/** When and why the session was withdrawn; null if it counts. The newest entry of the audit decides. */
export function findWithdrawal(db: ReadableDB, sessionId: string): Withdrawal | null {
  const entry = db
    .prepare<[string], RawEntry>(
      `SELECT action, at, details FROM audit
       WHERE action IN ('session-withdraw', 'session-reinstate') AND details ->> 'sessionId' = ?
       ORDER BY position DESC LIMIT 1`,
    )
    .get(sessionId);
  if (entry?.action !== 'session-withdraw') return null;
  return { at: entry.at, reason: STUDY_ENTRIES[entry.action].read(entry.details, `of session ${sessionId}`).reason };
}
