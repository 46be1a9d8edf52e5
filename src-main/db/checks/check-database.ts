import Database from 'better-sqlite3';
import type { ReadableDB } from '../sqlite/connection.ts';

/**
 * Opens a database for another process than the one that serves it, as it is at its first query. Throws SQLite's error
 * for a file that is none.
 */
export function openToCheck(path: string): { db: ReadableDB; close: () => void } {
  const db = new Database(path, { readonly: true, fileMustExist: true });
  db.exec('BEGIN');
  return { db, close: () => db.close() };
}

const MOST_LINES = 20;

/** What SQLite finds wrong with its own pages and indexes. */
export function brokenPages(db: ReadableDB): string[] {
  return db
    .prepare<[], string>('SELECT integrity_check FROM pragma_integrity_check')
    .pluck()
    .all()
    .filter((line) => line !== 'ok')
    .slice(0, MOST_LINES);
}
