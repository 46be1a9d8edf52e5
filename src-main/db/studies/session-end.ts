import { appendAudit, auditHead } from '../audit/audit.ts';
import { findPublicKey, findSessionBegin, type Receipt } from '../audit/study-entries.ts';
import type { WritableDB } from '../sqlite/connection.ts';
import { destroySessionKey, hasSessionKey, signFor } from './session-keys.ts';

/**
 * Ends a session after its last answer (`answers` of them, the last with this hash): signs the receipt, puts it into the
 * audit and destroys the private key. Call it in the transaction of that answer. A session without a key has no receipt.
 */
export function endSession(db: WritableDB, sessionId: string, at: string, answers: number, lastHash: string): void {
  const begin = findSessionBegin(db, sessionId);
  const publicKey = findPublicKey(db, sessionId);
  if (!begin || publicKey === undefined || !hasSessionKey(db, sessionId)) return;
  const { studyId, studyDigest, reader } = begin;
  const receipt: Receipt = {
    ...{ studyId, studyDigest, sessionId, reader, publicKey, answers, lastHash },
    audit: auditHead(db),
  };
  const signature = signFor(db, sessionId, receipt);
  appendAudit(db, at, 'session-end', { sessionId, receipt, signature });
  destroySessionKey(db, sessionId);
}
