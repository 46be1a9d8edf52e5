import type { WritableDB } from './sqlite/connection.ts';

/** Remembers who-did-what of the study's life: made, locked, read, exported. */
export function appendAudit(db: WritableDB, at: string, action: string, details: Record<string, unknown>): void {
  db.prepare('INSERT INTO audit (at, action, details) VALUES (?, ?, ?)').run(at, action, JSON.stringify(details));
}
