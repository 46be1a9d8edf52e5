import type { WritableDB } from '../sqlite/connection.ts';

/** Entries of one kind are looked for again and again, and most are of answers: without it each search reads all of them. */
export default function auditByAction(db: WritableDB): void {
  db.exec('CREATE INDEX audit_by_action ON audit (action, position)');
}
