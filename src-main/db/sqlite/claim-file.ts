import Database from 'better-sqlite3';

/** A claim lasts as long as its connection; one without a reference would be closed by the garbage collector. */
const held = new Set<Database.Database>();

/** A start that coincides with another waits this long for the outcome. */
const WAIT_MS = 200;

/**
 * Claims a file for this process until it is released or the process ends, however it ends: the claim is SQLite's own
 * write lock on the (empty) file, which the system releases automatically. Returns how to release it, or null if
 * another process has it. The file stays: if it were removed, two processes could hold two files of one name.
 */
export function claimFile(path: string): (() => void) | null {
  const connection = new Database(path, { timeout: WAIT_MS });
  try {
    connection.pragma('journal_mode = MEMORY'); // nothing is ever written, so no journal file is needed beside it
    connection.exec('BEGIN IMMEDIATE');
  } catch (error) {
    connection.close();
    if ((error as { code?: string }).code?.startsWith('SQLITE_BUSY')) return null;
    throw error;
  }
  held.add(connection);
  return () => {
    held.delete(connection);
    connection.close();
  };
}
