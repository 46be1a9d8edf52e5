import type { WritableDB } from '../sqlite/connection.ts';

/** A session of a restored workspace goes on with a new key: found without reading all of the audit. */
export default function sessionRekeys(db: WritableDB): void {
  db.exec(`
    CREATE INDEX audit_rekeys ON audit (details ->> 'sessionId', position) WHERE action = 'session-rekey';
  `);
}
