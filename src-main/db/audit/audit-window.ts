import type { ReadableDB } from '../sqlite/connection.ts';
import type { AuditEntry } from './audit.ts';

export interface AuditFilter {
  /** Null: of the whole workspace. */
  studyId: string | null;
  /** With every pair shown and every answer. */
  trials: boolean;
}

/** The entries from one position to another, both included, in their order: those of a study and of its sessions. */
export function auditWindow(db: ReadableDB, filter: AuditFilter, from: number, to: number): AuditEntry[] {
  return db
    .prepare<[{ studyId: string | null; trials: 0 | 1; from: number; to: number }], AuditEntry>(
      `SELECT position, at, action, details, previous_hash AS previousHash, hash FROM audit
       WHERE position BETWEEN @from AND @to AND (@trials = 1 OR action NOT IN ('shown', 'answer'))
         AND (@studyId IS NULL OR details ->> 'studyId' = @studyId
           OR (action IN ('delete', 'undelete', 'rename', 'purge') AND details ->> 'id' = @studyId)
           OR EXISTS (SELECT 1 FROM sessions s WHERE s.id = details ->> 'sessionId' AND s.study_id = @studyId))
       ORDER BY position`,
    )
    .all({ ...filter, trials: filter.trials ? 1 : 0, from, to });
}
