import Database from 'better-sqlite3';
import { existsSync } from 'node:fs';

/**
 * Whether any other connection, of whatever program, has the database open: SQLite lets its journal be changed to
 * that only where none has. False for a file that cannot be read.
 */
export function isUsedElsewhere(path: string): boolean {
  if (!existsSync(path)) return false;
  const db = new Database(path, { timeout: 0 });
  try {
    return db.pragma('journal_mode = DELETE', { simple: true }) !== 'delete';
  } catch (error) {
    return (error as { code?: string }).code?.startsWith('SQLITE_BUSY') ?? false;
  } finally {
    db.close();
  }
}
