import { AppError } from '../../../src-shared/errors/app-error.ts';
import { auditHead, type AuditHead } from '../../db/audit/audit.ts';
import { insertEvidence } from '../../db/audit/evidence.ts';
import type { WritableDB } from '../../db/sqlite/connection.ts';
import { EVIDENCE_LOG, readEvidenceLog } from './evidence-log.ts';

export interface Restored {
  /** Entries of the audit that the database lacked. */
  events: number;
  answers: number;
  /** Answers and sessions whose study or pair is not in this database; they stay in the log. */
  withoutStudy: number;
}

/**
 * Appends to the database what only the log holds. Throws AppError 'conflict' if the database went on without it: then
 * it has other events in these positions.
 */
export function restoreEvidence(folder: string, db: WritableDB): Restored & { head: AuditHead } {
  const log = readEvidenceLog(folder);
  return db
    .transaction(() => {
      const { count, hash } = auditHead(db);
      const last = log[count - 1];
      if (log.length > count && count > 0 && last?.hash !== hash) {
        throw new AppError(
          'conflict',
          `Event ${count} of the database is not the one in ${EVIDENCE_LOG}: the file is of another workspace, or went on by itself. Put a copy from a backup of this workspace there, and restore again.`,
        );
      }
      const missing = log.slice(count);
      const refused = missing.flatMap((entry) => insertEvidence(db, entry));
      const answers = missing.flatMap(({ responses }) => responses);
      return {
        head: auditHead(db),
        events: missing.length,
        answers: answers.filter((row) => !refused.includes(row)).length,
        withoutStudy: refused.length,
      };
    })
    .immediate();
}
