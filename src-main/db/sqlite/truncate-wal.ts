import Database from 'better-sqlite3';
import type { WritableDB } from './connection.ts';

/**
 * Moves everything that was stored from the -wal into the database's own file, so that a copy of that file alone holds
 * it, and keys that were deleted are in neither. As much as can be, where another program reads or writes meanwhile;
 * nothing where the disk is full: what was stored is safe in the -wal, and nobody's answer or command failed.
 */
export function truncateWal(db: WritableDB): void {
  try {
    db.pragma('wal_checkpoint(TRUNCATE)');
  } catch (error) {
    if (!(error instanceof Database.SqliteError)) throw error;
  }
}
