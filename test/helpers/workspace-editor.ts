import Database from 'better-sqlite3';
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
  /** The answer at this position says something else. */
  change(reader: string, position: number): void {
    const id = this.answers(reader)[position]?.id ?? 0;
    const swap = `CASE content ->> 'answer' WHEN '1' THEN '2' WHEN '2' THEN '1' WHEN 'same' THEN 'different' ELSE 'same' END`;
    this.run(`UPDATE responses SET content = json_set(content, '$.answer', ${swap}) WHERE id = ${id}`);
  }
}
