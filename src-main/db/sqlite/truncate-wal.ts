import type { WritableDB } from './connection.ts';

/**
 * Moves everything that was stored from the -wal into the database's own file, so that a copy of that file alone holds
 * it, and keys that were deleted are in neither. As much as can be, where another program reads or writes meanwhile.
 */
export function truncateWal(db: WritableDB): void {
  db.pragma('wal_checkpoint(TRUNCATE)');
}
