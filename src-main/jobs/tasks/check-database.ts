import { brokenPages, openToCheck } from '../../db/checks/check-database.ts';
import { countUnusedSignals, readSignal, signalHashes, usersOfSignal } from '../../db/checks/signals-to-check.ts';
import { brokenReferences } from '../../db/sqlite/broken-references.ts';
import { recordHash } from '../../ecg/dataset/record-hash.ts';
import type { TaskContext } from './context.ts';

export interface CheckDatabaseInput {
  path: string;
}

export interface CheckDatabaseOutput {
  /** What SQLite says of its file; empty if it is whole. */
  pages: string[];
  /** Rows that refer to others that are not there. */
  references: string[];
  /** What was read as something else than was stored, with some of the records that it belongs to. */
  changedSignals: { sha256: string; usedBy: string[] }[];
  signals: number;
  /** Signals of imports that were killed. */
  unusedSignals: number;
}

/** Reads every page and every signal of a workspace's database. */
export function checkDatabaseTask(
  { path }: CheckDatabaseInput,
  { signal, progress }: TaskContext,
): Promise<CheckDatabaseOutput> {
  const { db, close } = openToCheck(path);
  try {
    progress({ done: 0, total: 0, unit: 'signals', message: 'Reading every page of the database' });
    const [pages, references, hashes] = [brokenPages(db), brokenReferences(db), signalHashes(db)];
    const changed = hashes.filter((sha256, index) => {
      signal.throwIfAborted();
      if (index % 100 === 0)
        progress({ done: index, total: hashes.length, unit: 'signals', message: 'Reading every signal' });
      return recordHash(readSignal(db, sha256)) !== sha256;
    });
    const changedSignals = changed.map((sha256) => ({ sha256, usedBy: usersOfSignal(db, sha256) }));
    const unusedSignals = countUnusedSignals(db);
    return Promise.resolve({ pages, references, changedSignals, signals: hashes.length, unusedSignals });
  } finally {
    close();
  }
}
