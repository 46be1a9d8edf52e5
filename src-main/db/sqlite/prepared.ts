import type Database from 'better-sqlite3';
import type { ReadableDB, ReadStatement, WritableDB } from './connection.ts';

type WriteStatement = Database.Statement<unknown[]>;

const statements = new WeakMap<ReadableDB, Map<string, ReadStatement<unknown[], unknown>>>();

/**
 * A statement that is prepared once for as long as the database is open, for what is asked thousands of times in a row:
 * preparing takes longer than finding a row by its key. For texts that are constants, of which there are few.
 */
export function prepared<Parameters extends unknown[], Row>(
  db: ReadableDB,
  sql: string,
): ReadStatement<Parameters, Row> {
  const known = statements.get(db) ?? new Map<string, ReadStatement<unknown[], unknown>>();
  statements.set(db, known);
  const statement = known.get(sql) ?? db.prepare<unknown[]>(sql);
  known.set(sql, statement);
  return statement as ReadStatement<Parameters, Row>;
}

/** The same for a statement that writes. */
export function preparedWrite(db: WritableDB, sql: string): WriteStatement {
  return prepared(db, sql) as unknown as WriteStatement;
}
