import type { WritableDB } from './sqlite/connection.ts';

/** Records the events in a study's life: created, locked, read, exported. */
export function appendAudit(db: WritableDB, at: string, action: string, details: Record<string, unknown>): void {
  db.prepare('INSERT INTO audit (at, action, details) VALUES (?, ?, ?)').run(at, action, JSON.stringify(details));
}
