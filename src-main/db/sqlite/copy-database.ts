import Database from 'better-sqlite3';
import { close, fsync, open, writeFileSync } from 'node:fs';
import { promisify } from 'node:util';
import type { WritableDB } from './connection.ts';

/** Pages that are copied in one go, a few milliseconds: others are answered in between. */
const PAGES_AT_ONCE = 256;
/** Pages after which the disk catches up, so that the last step does not wait for all of them. */
const PAGES_A_SYNC = 16 * PAGES_AT_ONCE;

/**
 * Copies the database while it is used, as it is at one moment, into a file of its own that needs no -wal. The private
 * keys of running sessions are not in the copy: they are destroyed with the session, and a copy would outlive it.
 * Throws SQLite's error; the reason of `signal` once it is aborted.
 */
export async function copyDatabase(db: WritableDB, path: string, signal: AbortSignal): Promise<void> {
  writeFileSync(path, '', { mode: 0o600, flag: 'wx' });
  const file = await promisify(open)(path, 'r+');
  let unsynced = 0;
  let sync: 'none' | 'going on' | 'done' = 'none';
  let failed: Error | null = null;
  try {
    await db.backup(path, {
      progress: ({ remainingPages }) => {
        signal.throwIfAborted();
        if (failed) throw failed;
        if (sync === 'going on') return 0;
        const isDue = unsynced >= PAGES_A_SYNC || remainingPages <= PAGES_AT_ONCE;
        if (isDue && sync === 'none') {
          sync = 'going on';
          fsync(file, (error) => {
            failed = error;
            sync = 'done';
          });
          return 0;
        }
        if (isDue) unsynced = 0;
        sync = 'none';
        unsynced += PAGES_AT_ONCE;
        return PAGES_AT_ONCE;
      },
    });
  } finally {
    await promisify(close)(file);
  }
  const copy = new Database(path);
  try {
    copy.pragma('journal_mode = DELETE');
    copy.pragma('secure_delete = ON');
    copy.exec('DELETE FROM session_keys');
  } finally {
    copy.close();
  }
}
