import Database from 'better-sqlite3';

/** A claim lasts as long as its connection; one that nobody holds would be closed by the garbage collector. */
const held = new Set<Database.Database>();

/** A start that meets another one half-way waits this long for it to be decided. */
const WAIT_MS = 200;

/**
 * Claims a file for this process until it is released or the process ends, however it ends: the claim is SQLite's own
 * write lock on the (empty) file, which the system takes back by itself. Returns how to release it, or null when another
 * process has it. The file stays: were it removed, two processes could hold two files of one name.
 */
export function claimFile(path: string): (() => void) | null {
  const connection = new Database(path, { timeout: WAIT_MS });
  try {
    connection.pragma('journal_mode = MEMORY'); // nothing is ever written, so there is nothing to keep beside the file
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
