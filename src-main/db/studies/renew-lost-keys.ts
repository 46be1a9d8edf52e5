import { appendAudit } from '../audit/audit.ts';
import { findSessionBegin, findSessionEnd } from '../audit/study-entries.ts';
import type { WritableDB } from '../sqlite/connection.ts';
import { findDropOut } from './drop-outs.ts';
import { findLastResponse } from './responses.ts';
import { hasSessionKey, makeSessionKey } from './session-keys.ts';

/**
 * Gives the sessions that are not at their end, and whose key went with a database that was replaced, a new key, so that
 * their readers can go on; the audit says from which answer on it signs. Returns how many. The caller holds the
 * transaction of the restoration.
 */
export function renewLostKeys(db: WritableDB, at: string): number {
  const ids = db.prepare<[], string>('SELECT id FROM sessions ORDER BY rowid').pluck().all();
  const lost = ids.filter(
    (id) =>
      findSessionBegin(db, id)?.publicKey !== undefined &&
      !findSessionEnd(db, id) &&
      !hasSessionKey(db, id) &&
      // Whoever dropped out of a sealed file goes on there: the key was never here.
      !findDropOut(db, id),
  );
  for (const sessionId of lost) {
    const studyId = findSessionBegin(db, sessionId)?.studyId;
    const publicKey = makeSessionKey(db, sessionId);
    // Those that were given anew too: each was signed.
    const answers = (findLastResponse(db, sessionId)?.position ?? -1) + 1;
    appendAudit(db, at, 'session-rekey', { studyId, sessionId, publicKey, answers });
  }
  return lost.length;
}
