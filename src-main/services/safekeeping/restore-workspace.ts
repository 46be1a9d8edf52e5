import { join } from 'node:path';
import { appendAct } from '../../db/audit/acts.ts';
import { openDb } from '../../db/open.ts';
import { renewLostKeys } from '../../db/studies/renew-lost-keys.ts';
import { checkDatabaseFile, DATABASE } from './check-evidence.ts';
import { EvidenceKeeper } from './evidence-keeper.ts';
import { restoreEvidence, type Restored } from './restore-evidence.ts';
import { readMark } from './workspace-mark.ts';

export type RestoredWorkspace = Restored & {
  /** Events of the audit that are neither in the database nor in the log. */
  lost: number;
  /** Sessions that go on with a new key: the log holds none. */
  rekeyed: number;
};

/**
 * Gives a workspace whose database is older than its log the answers that only the log holds, and makes it one that
 * opens again; the audit tells of it. Throws AppError: conflict, refused, damaged, storage.
 */
export async function restoreWorkspace(folder: string): Promise<RestoredWorkspace> {
  const path = join(folder, DATABASE);
  checkDatabaseFile(folder, path);
  const mark = readMark(folder);
  const db = openDb(path);
  try {
    const restored = db
      .transaction(() => {
        const { head, ...done } = restoreEvidence(folder, db);
        const lost = Math.max(0, (mark?.count ?? 0) - head.count);
        if (done.events === 0 && lost === 0) return { ...done, lost, rekeyed: 0 };
        const at = new Date().toISOString();
        appendAct(db, at, 'restore', { ...done, lost });
        return { ...done, lost, rekeyed: renewLostKeys(db, at) };
      })
      .immediate();
    await new EvidenceKeeper(folder, db).keep({ replaceMark: true });
    return restored;
  } finally {
    db.close();
  }
}
