import type { WritableDB } from '../sqlite/connection.ts';

/** Whether a session came back unfinished is asked of every session of every study that is listed. */
export default function dropOuts(db: WritableDB): void {
  db.exec(`
    CREATE INDEX audit_collected ON audit (details ->> 'sessionId', position) WHERE action = 'session-collect';
  `);
}
