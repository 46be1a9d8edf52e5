import { canonicalJson } from '../../../src-shared/format/canonical-json.ts';
import { appendAuditEntries, listAudit } from '../audit/audit.ts';
import { insertTrials, listSessionTrials, type TrialRow } from '../studies/trials.ts';
import { trialsDigest } from '../studies/trials-digest.ts';
import type { ReadableDB, WritableDB } from '../sqlite/connection.ts';

/** What the audit of a bundle may say of a session: nothing else in it can touch the study. */
const OF_SESSIONS: readonly string[] = [
  ...['session-begin', 'session-rekey', 'session-page', 'shown', 'answer', 'session-end'],
];

type Row = Record<string, string | number | Buffer | null>;
type Told = { sessionId?: string; trials?: string };

/** What a bundle has of a session that the workspace has not, read before the transaction that stores it. */
export interface ReturnedSession {
  sessionId: string;
  /** Taken before its end, and here already. */
  continues: boolean;
  tables: { table: string; columns: readonly string[]; rows: readonly Row[] }[];
  entries: { at: string; action: string; told: Told }[];
}

/**
 * Its rows and what the audit says of it, as they are in the bundle; where the session is here already, those that it has
 * got since: the caller has checked that all that is here is how they begin. Yields in between.
 */
export function* readReturned(
  db: ReadableDB,
  bundle: ReadableDB,
  sessionId: string,
  continues: boolean,
): Generator<void, ReturnedSession> {
  const tables: ReturnedSession['tables'] = [];
  if (!continues) tables.push(rowsOf(db, bundle, 'sessions', 'id', sessionId));
  for (const table of tablesOfSessions(db)) {
    yield;
    const here = db.prepare<[string], number>(`SELECT count(*) FROM ${table} WHERE session_id = ?`).pluck();
    tables.push(rowsOf(db, bundle, table, 'session_id', sessionId, continues ? here.get(sessionId) : 0));
  }
  let known = continues ? toldOfSession(db, sessionId).length : 0;
  const entries: ReturnedSession['entries'] = [];
  for (const entry of entriesOf(bundle, sessionId)) {
    yield;
    if (known > 0) known--;
    else entries.push(entry);
  }
  return { sessionId, continues, tables, entries };
}

/**
 * Adds a session of a bundle to the workspace's database, or what it has got since; `own`: the trials that are its own,
 * which have no truth there, and whose digest its beginning gets as it would have had it here. The caller has checked
 * them, and holds the transaction.
 */
export function storeReturned(
  db: WritableDB,
  { sessionId, continues, tables, entries }: ReturnedSession,
  own: readonly TrialRow[],
): void {
  const [first, ...others] = tables;
  if (!continues && first) insertRows(db, first);
  insertTrials(
    db,
    own.map((trial) => ({ ...trial, sessionId })),
  );
  const studyId = own[0]?.studyId;
  const digest = studyId && { trials: trialsDigest(listSessionTrials(db, studyId, sessionId)) };
  for (const each of continues ? tables : others) insertRows(db, each);
  appendAuditEntries(
    db,
    entries.map(({ at, action, told }) => {
      return { at, action, details: action === 'session-begin' ? { ...told, ...digest } : told };
    }),
  );
}

/**
 * What the audit says of the session besides the digest that `collectSession` adds, an entry each: the same here and in
 * its bundle.
 */
export function toldOfSession(db: ReadableDB, sessionId: string): string[] {
  return [...entriesOf(db, sessionId)].map(({ at, action, told: { trials: _, ...told } }) =>
    canonicalJson([at, action, told]),
  );
}

function* entriesOf(db: ReadableDB, sessionId: string) {
  for (const { at, action, details } of listAudit(db)) {
    const told = JSON.parse(details) as Told;
    if (told.sessionId === sessionId && OF_SESSIONS.includes(action)) yield { at, action, told };
  }
}

/**
 * Every table that holds rows of sessions, but for their private keys: they are gone when a session has ended, and until
 * then stay in the file in which it is read.
 */
const tablesOfSessions = (db: ReadableDB): string[] =>
  db
    .prepare<[], string>(
      `SELECT t.name FROM sqlite_schema t JOIN pragma_table_info(t.name) c
       WHERE t.type = 'table' AND c.name = 'session_id' AND t.name NOT IN ('session_keys', 'trials') ORDER BY t.rowid`,
    )
    .pluck()
    .all();

/** `skip`: rows in the bundle that are here already. */
function rowsOf(
  db: ReadableDB,
  bundle: ReadableDB,
  table: string,
  key: string,
  value: string,
  skip = 0,
): ReturnedSession['tables'][number] {
  // Numbers that only say where a row stands in its table are the table's own.
  const columns = db
    .prepare<[string], string>(
      `SELECT name FROM pragma_table_info(?) WHERE NOT (pk = 1 AND type = 'INTEGER' AND name = 'id') ORDER BY cid`,
    )
    .pluck()
    .all(table);
  const rows = bundle
    .prepare<[string, number], Row>(
      `SELECT ${columns.join(', ')} FROM ${table} WHERE ${key} = ? ORDER BY rowid LIMIT -1 OFFSET ?`,
    )
    .all(value, skip);
  return { table, columns, rows };
}

function insertRows(db: WritableDB, { table, columns, rows }: ReturnedSession['tables'][number]): void {
  const insert = db.prepare(
    `INSERT INTO ${table} (${columns.join(', ')}) VALUES (${columns.map(() => '?').join(', ')})`,
  );
  for (const row of rows) insert.run(columns.map((column) => row[column] ?? null));
}
