import Database from 'better-sqlite3';
import { appendAudit, type AuditEntry } from '../audit/audit.ts';
import { openDb } from '../open.ts';
import type { ReadableDB, WritableDB } from '../sqlite/connection.ts';

type Row = Record<string, string | number | Buffer | null>;

const TRIALS = 'study_id = @id AND session_id IS NULL';
const EXAMPLES = `SELECT example_id FROM trials WHERE ${TRIALS} AND example_id IS NOT NULL`;
const RUNS = `SELECT run_id FROM examples WHERE id IN (${EXAMPLES})`;
const RECORDS = `SELECT record_id FROM examples WHERE id IN (${EXAMPLES})
  ${['other_record_id', 'record_id', 'made_record_id']
    .map((column) => `UNION SELECT ${column} FROM trials WHERE ${TRIALS} AND ${column} IS NOT NULL`)
    .join(' ')}`;

const SIGNALS = `SELECT sha256 FROM examples WHERE id IN (${EXAMPLES}) UNION SELECT sha256 FROM records WHERE id IN (${RECORDS})`;

/** Everything that a locked study depends on, without a reader: each table after those that it refers to. */
const TABLES: readonly [table: string, condition: string][] = [
  [
    'datasets',
    `id IN (SELECT dataset_id FROM attack_runs WHERE id IN (${RUNS}) UNION SELECT dataset_id FROM records WHERE id IN (${RECORDS}))`,
  ],
  ['signals', `sha256 IN (${SIGNALS})`],
  ['signal_pieces', `sha256 IN (${SIGNALS})`],
  ['records', `id IN (${RECORDS})`],
  ['models', `id IN (SELECT model_id FROM attack_runs WHERE id IN (${RUNS}))`],
  ['attack_runs', `id IN (${RUNS})`],
  ['examples', `id IN (${EXAMPLES})`],
  ['studies', 'id = @id'],
  ['trials', TRIALS],
  ['study_secrets', 'study_id = @id'],
  ['reader_codes', 'study_id = @id'],
];

/** What the audit says of the study itself. */
const ENTRIES = ['study-create', 'study-lock', 'reader-codes', 'machine-test'];

/**
 * A database of its own that holds this locked study and nothing else: what has to be kept for it to be analysed
 * elsewhere. In memory: nothing of it is ever written to a disk in the clear.
 */
export function copyStudy(db: ReadableDB, studyId: string): Buffer {
  const copy = openDb(':memory:');
  try {
    copy.transaction(() => {
      for (const [table, condition] of TABLES) copyRows(db, copy, table, condition, studyId);
      const lockedAt = db.prepare<[string], string>('SELECT locked_at FROM studies WHERE id = ?').pluck().get(studyId);
      for (const { at, action, details } of entriesOf(db, studyId))
        appendAudit(copy, at, action, JSON.parse(details) as object);
      // Trials are added to a draft alone.
      copy.prepare('UPDATE studies SET locked_at = ? WHERE id = ?').run(lockedAt, studyId);
    })();
    return copy.serialize();
  } finally {
    copy.close();
  }
}

const entriesOf = (db: ReadableDB, studyId: string): Pick<AuditEntry, 'at' | 'action' | 'details'>[] =>
  db
    .prepare<[string], Pick<AuditEntry, 'at' | 'action' | 'details'>>(
      `SELECT at, action, details FROM audit
       WHERE action IN ('${ENTRIES.join("', '")}') AND details ->> 'studyId' = ? ORDER BY position`,
    )
    .all(studyId);

function copyRows(db: ReadableDB, copy: WritableDB, table: string, condition: string, id: string): void {
  const rows = db.prepare<{ id: string }, Row>(`SELECT * FROM ${table} WHERE ${condition} ORDER BY 1`).all({ id });
  const columns = Object.keys(rows[0] ?? {});
  if (columns.length === 0) return;
  const insert = copy.prepare(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  for (const row of rows) insert.run(columns.map((column) => (column === 'locked_at' ? null : row[column])));
}

/** Whether these bytes are a database that can be opened: what is unsealed comes from outside. */
export function isDatabase(bytes: Buffer): boolean {
  try {
    const db = new Database(bytes, { readonly: true });
    try {
      return db.pragma('integrity_check', { simple: true }) === 'ok';
    } finally {
      db.close();
    }
  } catch {
    return false;
  }
}
