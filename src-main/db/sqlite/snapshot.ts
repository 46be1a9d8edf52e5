import Database from 'better-sqlite3';
import type { ReadableDB, WritableDB } from './connection.ts';

/**
 * Lets work that takes several turns read the database as it is at its first query, whatever is stored meanwhile. What
 * a transaction of this connection has not committed yet is not in it.
 */
export async function withSnapshot<T>(db: WritableDB, work: (snapshot: ReadableDB) => Promise<T>): Promise<T> {
  const timeout = Number(db.pragma('busy_timeout', { simple: true }));
  const snapshot = new Database(db.name, { readonly: true, timeout });
  try {
    snapshot.exec('BEGIN');
    return await work(snapshot);
  } finally {
    snapshot.close();
  }
}
