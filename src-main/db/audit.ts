import type { Db } from './open.ts';

/** Remembers who-did-what of the study's life: made, locked, read, exported. */
export function appendAudit(db: Db, at: string, action: string, details: Record<string, unknown>): void {
  db.prepare('INSERT INTO audit (at, action, details) VALUES (?, ?, ?)').run(at, action, JSON.stringify(details));
}
