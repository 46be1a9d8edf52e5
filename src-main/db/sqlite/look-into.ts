import Database from 'better-sqlite3';
import type { ReadableDB } from './connection.ts';

/** Looks into a database's file that nobody writes, without a file beside it. */
export function lookInto<T>(path: string, look: (db: ReadableDB) => T): T {
  const db = new Database(path, { readonly: true, fileMustExist: true });
  try {
    return look(db);
  } finally {
    db.close();
  }
}
