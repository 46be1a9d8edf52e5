import type { ReadableDB } from '../sqlite/connection.ts';
import { auditHead, type AuditHead } from './audit.ts';

/** What tells one state of a workspace from another. */
interface WorkspaceFacts {
  /** Of the database: the number of migrations that were applied. */
  schema: number;
  audit: AuditHead;
  /** Locked or not, rehearsals included. */
  studies: number;
  answers: number;
}

export function workspaceFacts(db: ReadableDB): WorkspaceFacts {
  const number = (sql: string): number => db.prepare<[], number>(sql).pluck().get() ?? 0;
  return {
    schema: number('SELECT user_version FROM pragma_user_version'),
    audit: auditHead(db),
    studies: number('SELECT count(*) FROM studies'),
    answers: number('SELECT count(*) FROM responses'),
  };
}
