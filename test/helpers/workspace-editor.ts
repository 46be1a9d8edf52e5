import Database from 'better-sqlite3';
import { auditHash } from '../../src-main/db/audit/audit.ts';
import { responseHash } from '../../src-main/db/studies/responses.ts';

export type AnswerRow = Parameters<typeof responseHash>[0] & { id: number };

/** What somebody with SQLite and without the program's triggers does. */
export class Editor {
  readonly db: Database.Database;
  constructor(path: string) {
    this.db = new Database(path);
    this.db.pragma('foreign_keys = OFF');
    this.db.pragma('synchronous = OFF');
    const triggers = this.db.prepare<[], string>("SELECT name FROM sqlite_schema WHERE type = 'trigger'").pluck().all();
    this.db.exec(`BEGIN; ${triggers.map((name) => `DROP TRIGGER ${name};`).join(' ')} COMMIT`);
  }
  run(sql: string): void {
    this.db.exec(sql);
  }
  sessionOf(reader: string): string {
    return this.db.prepare<[string], string>('SELECT id FROM sessions WHERE reader = ?').pluck().get(reader) ?? '';
  }
  answers(reader: string): AnswerRow[] {
    return this.db
      .prepare<[string], AnswerRow>(
        `SELECT id, session_id AS sessionId, position, trial_id AS trialId, content, previous_hash AS previousHash
         FROM responses WHERE session_id = ? ORDER BY position`,
      )
      .all(this.sessionOf(reader));
  }
  /** Gives the answers from this one on the hashes that they should have. */
  rechain(reader: string, from = 0): void {
    let previousHash = '';
    for (const row of this.answers(reader)) {
      const linked = { ...row, previousHash: row.position >= from ? previousHash : row.previousHash };
      const hash = responseHash(linked);
      this.db
        .prepare('UPDATE responses SET previous_hash = ?, hash = ? WHERE id = ?')
        .run(linked.previousHash, hash, row.id);
      previousHash = hash;
    }
  }
  /** Gives every entry of the audit the hash that it should have: what somebody does who knows the program. */
  rechainAudit(): void {
    let previousHash = '';
    type Entry = Parameters<typeof auditHash>[0];
    for (const entry of this.db
      .prepare<[], Entry>('SELECT position, at, action, details FROM audit ORDER BY position')
      .all()) {
      const hash = auditHash({ ...entry, previousHash });
      this.db
        .prepare('UPDATE audit SET previous_hash = ?, hash = ? WHERE position = ?')
        .run(previousHash, hash, entry.position);
      previousHash = hash;
    }
  }
  /** Appends an entry to the audit, which has to be rechained. */
  append(action: string, details: object): void {
    this.db
      .prepare(
        `INSERT INTO audit (position, at, action, details, previous_hash, hash)
         SELECT max(position) + 1, max(at), ?, ?, '', '' FROM audit`,
      )
      .run(action, JSON.stringify(details));
  }
  /** A session's first pair was shown at another time, wherever that is told. */
  changeShown(reader: string): void {
    const [at, sessionId] = ['2020-01-01T00:00:00.000Z', this.sessionOf(reader)];
    this.run(`UPDATE audit SET at = '${at}' WHERE position =
        (SELECT min(position) FROM audit WHERE action = 'shown' AND details ->> 'sessionId' = '${sessionId}');
      UPDATE presentations SET shown_at = '${at}' WHERE rowid =
        (SELECT min(rowid) FROM presentations WHERE session_id = '${sessionId}')`);
  }
  /** The answer at this position says something else. */
  change(reader: string, position: number): void {
    const id = this.answers(reader)[position]?.id ?? 0;
    const swap = `CASE content ->> 'answer' WHEN '1' THEN '2' WHEN '2' THEN '1' WHEN 'same' THEN 'different' ELSE 'same' END`;
    this.run(`UPDATE responses SET content = json_set(content, '$.answer', ${swap}) WHERE id = ${id}`);
  }
}
