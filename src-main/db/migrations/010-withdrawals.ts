import type { WritableDB } from '../sqlite/connection.ts';

/** Whether a session counts stands in the audit alone, since its row never changes; here it is found without reading all of it. */
export default function withdrawals(db: WritableDB): void {
  db.exec(`
    CREATE INDEX audit_withdrawals ON audit (details ->> 'sessionId', position)
      WHERE action IN ('session-withdraw', 'session-reinstate');
  `);
}
