import { setTimeout } from 'node:timers/promises';
import type { WritableDB } from './connection.ts';

/** How long SQLite itself may stop the process to wait for another program's lock, once the process serves others. */
const STOPPED_AT_MOST_MS = 25;

const PAUSE_MS = 50;

/** A person waits for an answer this long before being told why there is none. */
const REQUEST_MS = 10_000;

/** What a job has computed for minutes is worth waiting longer for: a backup may hold the database. */
const JOB_MS = 120_000;

/** From here on a lock of another program is waited for by `whenFree`, and no longer by stopping the process. */
export function stopBlocking(db: WritableDB): void {
  db.pragma(`busy_timeout = ${STOPPED_AT_MOST_MS}`);
}

/**
 * Attempts again, with pauses in which the process serves others, as long as another program holds the database. Throws
 * what the attempt throws; SQLite's own error when the time is over. An attempt must be one that may be made twice.
 */
export async function whenFree<T>(attempt: () => T | PromiseLike<T>, withinMs = REQUEST_MS): Promise<T> {
  const until = performance.now() + withinMs;
  for (;;) {
    try {
      return await attempt();
    } catch (error) {
      if (!isBusy(error) || performance.now() >= until) throw error;
    }
    await setTimeout(PAUSE_MS);
  }
}

/** One transaction that stores what a job has made. */
export function storeWhenFree<T>(db: WritableDB, store: () => T): Promise<T> {
  return whenFree(() => db.transaction(store).immediate(), JOB_MS);
}

/**
 * The same for rows that nothing refers to yet, of a database with a write-ahead log: the disk is not waited for. The transaction
 * that refers to them waits for all that was written before it, so after a power cut either all of it is there, or what nothing refers to.
 */
export function storeAhead<T>(db: WritableDB, store: () => T): Promise<T> {
  return whenFree(() => {
    db.pragma('synchronous = NORMAL');
    try {
      return db.transaction(store).immediate();
    } finally {
      db.pragma('synchronous = FULL');
    }
  }, JOB_MS);
}

function isBusy(error: unknown): boolean {
  const code = (error as { code?: unknown } | null)?.code;
  return typeof code === 'string' && code.startsWith('SQLITE_BUSY');
}
