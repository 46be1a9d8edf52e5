import type { ReadableDB, WritableDB } from '../sqlite/connection.ts';
import { prepared } from '../sqlite/prepared.ts';
import type { AuditEntry } from './audit.ts';

/** A value of a row as it can be written as JSON. */
export type StoredValue = string | number | null | { base64: string };
export type StoredRow = Record<string, StoredValue>;

/** An entry of the audit with the rows that it tells about, as they are stored. */
export interface Evidence extends AuditEntry {
  sessions: StoredRow[];
  /** Those of a session's own. */
  trials: StoredRow[];
  responses: StoredRow[];
}

type Table = 'sessions' | 'trials' | 'responses';
const NO_ROWS = { sessions: [], trials: [], responses: [] };
type RawRow = Record<string, string | number | Buffer | null>;

/** Keys that sign answers are to be destroyed: they never go into a second file. */
const SECRET = /private|secret/i;

/** The first `count` entries after this position, each with what is needed to restore it. */
export function evidenceAfter(db: ReadableDB, position: number, count = Number.MAX_SAFE_INTEGER): Evidence[] {
  return db
    .prepare<[number, number], AuditEntry>(
      `SELECT position, at, action, details, previous_hash AS previousHash, hash FROM audit
       WHERE position > ? ORDER BY position LIMIT ?`,
    )
    .all(position, count)
    .map((entry) => ({ ...entry, ...rowsOf(db, entry) }));
}

function rowsOf(db: ReadableDB, { action, details }: AuditEntry): Pick<Evidence, Table> {
  const of = (table: Table, where: string, ...values: (string | number)[]): StoredRow[] =>
    prepared<(string | number)[], RawRow>(db, `SELECT * FROM ${table} WHERE ${where} ORDER BY rowid`)
      .all(...values)
      .map((row) => storedRow(table, row));
  const { sessionId, position, sessions } = JSON.parse(details) as {
    sessionId?: string;
    position?: number;
    sessions?: string[];
  };
  if (action === 'session-begin' && sessionId !== undefined)
    return {
      ...NO_ROWS,
      sessions: of('sessions', 'id = ?', sessionId),
      trials: of('trials', 'session_id = ?', sessionId),
    };
  if (action === 'answer' && sessionId !== undefined && position !== undefined)
    return { ...NO_ROWS, responses: of('responses', 'session_id = ? AND position = ?', sessionId, position) };
  // What is older than the chain has no entries of its own.
  if (action === 'chain-begin' && sessions !== undefined) {
    return {
      ...NO_ROWS,
      sessions: sessions.flatMap((id) => of('sessions', 'id = ?', id)),
      responses: sessions.flatMap((id) => of('responses', 'session_id = ?', id)),
    };
  }
  return NO_ROWS;
}

function storedRow(table: Table, row: RawRow): StoredRow {
  const columns = Object.entries(row).filter(
    // The id of a response is only its place in the table, which another response may have after a restoration.
    ([column]) => !SECRET.test(column) && !(table === 'responses' && column === 'id'),
  );
  return Object.fromEntries(
    columns.map(([column, value]) => [column, Buffer.isBuffer(value) ? { base64: value.toString('base64') } : value]),
  );
}

/** The hash of the entry at this position; undefined if the audit does not reach that far. */
export function auditHashAt(db: ReadableDB, position: number): string | undefined {
  return db.prepare<[number], string>('SELECT hash FROM audit WHERE position = ?').pluck().get(position);
}

/**
 * Appends an entry and its rows; rows that exist stay. The caller holds the transaction. Returns the rows that cannot be
 * stored, because the study or the pair that they belong to is not in the database.
 */
export function insertEvidence(db: WritableDB, { sessions, trials, responses, ...entry }: Evidence): StoredRow[] {
  db.prepare(
    `INSERT INTO audit (position, at, action, details, previous_hash, hash)
     VALUES (@position, @at, @action, @details, @previousHash, @hash)`,
  ).run(entry);
  applyEntry(db, entry);
  return [
    ...sessions.filter((row) => !insertRow(db, 'sessions', row)),
    ...trials.filter((row) => !insertRow(db, 'trials', row)),
    ...responses.filter((row) => !insertRow(db, 'responses', row)),
  ];
}

/** What an entry says about rows that the log does not hold. */
function applyEntry(db: WritableDB, { action, at, details }: AuditEntry): void {
  const { sessionId, trialId } = JSON.parse(details) as { sessionId?: string; trialId?: string };
  if (action === 'shown') {
    db.prepare(
      `INSERT INTO presentations (session_id, trial_id, shown_at)
       SELECT s.id, t.id, ? FROM sessions s, trials t WHERE s.id = ? AND t.id = ?`,
    ).run(at, sessionId, trialId);
  }
  // An older database still has the key of a session that has ended since.
  if (action === 'session-end') db.prepare('DELETE FROM session_keys WHERE session_id = ?').run(sessionId);
}

function insertRow(db: WritableDB, table: Table, row: StoredRow): boolean {
  const known = new Set(db.prepare<[string], string>('SELECT name FROM pragma_table_info(?)').pluck().all(table));
  const columns = Object.keys(row).filter((column) => known.has(column));
  const values = columns.map((column) => {
    const value = row[column] ?? null;
    return typeof value === 'object' && value !== null ? Buffer.from(value.base64, 'base64') : value;
  });
  try {
    db.prepare(
      `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')}) ON CONFLICT DO NOTHING`,
    ).run(values);
    return true;
  } catch (error) {
    if ((error as { code?: string }).code === 'SQLITE_CONSTRAINT_FOREIGNKEY') return false;
    throw error;
  }
}
