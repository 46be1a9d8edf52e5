import { existsSync, mkdirSync, readdirSync, renameSync } from 'node:fs';
import { join } from 'node:path';
import type { BackupState, RestoreLoss } from '../../../src-shared/contract/workspace.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { appendAct } from '../../db/audit/acts.ts';
import { isRestoredBy } from '../../db/audit/restorations.ts';
import { openDb } from '../../db/open.ts';
import { claimFile } from '../../db/sqlite/claim-file.ts';
import { isUsedElsewhere } from '../../db/sqlite/is-used-elsewhere.ts';
import { renewLostKeys } from '../../db/studies/renew-lost-keys.ts';
import { DATABASE } from '../safekeeping/check-evidence.ts';
import { EvidenceKeeper } from '../safekeeping/evidence-keeper.ts';
import { EVIDENCE_LOG } from '../safekeeping/evidence-log.ts';
import { syncFolder } from '../safekeeping/replace-file.ts';
import { MARK } from '../safekeeping/workspace-mark.ts';
import { HOST_LOCK } from '../workspace/workspace.ts';
import { lossSince } from './loss.ts';
import { restorePlan } from './plan-restore.ts';
import { forgetPending, hasBegun, readPending, readyFolder, type PendingRestore } from './pending-restore.ts';

interface FinishedRestore {
  name: string;
  made: string;
  aside: string;
  loss: RestoreLoss;
  /** Sessions that go on with a new key: a backup holds none. */
  rekeyed: number;
}

/** Of the old database alone, which would be read into the new one: they go first. */
const BESIDE_DATABASE = ['-wal', '-shm', '-journal'].map((end) => `${DATABASE}${end}`);
/** The database last: until it is exchanged, the restoration goes on where it stopped. */
const EXCHANGED = [EVIDENCE_LOG, MARK, 'models', DATABASE];

/**
 * Makes the restoration that was asked for, if there is one: moves what is there aside and the copy of the backup into
 * its place, and writes into the restored audit that it was. One that was cut short goes on. The caller holds the
 * workspace's lock (see claimFile). Throws AppError: conflict (another program uses the workspace), storage.
 */
export async function finishRestore(workspace: string): Promise<FinishedRestore | null> {
  const pending = readPending(workspace);
  if (!pending) return null;
  const aside = join(workspace, pending.aside);
  if (!hasBegun(workspace, pending)) {
    if (isUsedElsewhere(join(workspace, DATABASE))) {
      throw new AppError(
        'conflict',
        `The backup ${pending.name} cannot be restored while another program uses ${workspace}. End it, or take the restoration back with "equipoise workspace restore --cancel".`,
      );
    }
    mkdirSync(aside, { mode: 0o700 });
  }
  exchange(workspace, aside);
  await syncFolder(aside);
  await syncFolder(workspace);
  const finished = await record(workspace, pending);
  await forgetPending(workspace);
  return finished;
}

/**
 * The same for a command, which holds no lock: only one that was cut short half way is finished. What was asked for in
 * a window is left to the next window.
 */
export async function finishHalfRestore(workspace: string): Promise<void> {
  const pending = readPending(workspace);
  if (!pending || !hasBegun(workspace, pending)) return;
  const release = claimFile(join(workspace, HOST_LOCK));
  if (release === null)
    throw new AppError('conflict', `The workspace ${workspace} is being restored. Try again in a moment.`);
  try {
    await finishRestore(workspace);
  } finally {
    release();
  }
}

/** May be repeated: what has its new place already stays there. */
function exchange(workspace: string, aside: string): void {
  const ready = readyFolder(workspace);
  const moveAside = (name: string): void => {
    if (existsSync(join(workspace, name))) renameSync(join(workspace, name), join(aside, name));
  };
  if (!existsSync(join(ready, DATABASE))) return;
  for (const name of BESIDE_DATABASE) moveAside(name);
  for (const name of EXCHANGED.filter((each) => existsSync(join(ready, each)))) {
    moveAside(name);
    renameSync(join(ready, name), join(workspace, name));
  }
}

async function record(
  workspace: string,
  { name, made, audit, requested, aside }: PendingRestore,
): Promise<FinishedRestore> {
  const loss = lossSince(join(workspace, aside), workspace, audit);
  const db = openDb(join(workspace, DATABASE));
  try {
    const rekeyed = db
      .transaction(() => {
        if (isRestoredBy(db, requested)) return 0;
        const at = new Date().toISOString();
        appendAct(db, at, 'workspace-restore', { requested, backup: name, made, kept: aside, ...loss });
        return renewLostKeys(db, at);
      })
      .immediate();
    await new EvidenceKeeper(workspace, db).keep({ replaceMark: true });
    return { name, made, aside: join(workspace, aside), loss, rekeyed };
  } finally {
    db.close();
  }
}

/** The restoration that was asked for, and the folders with what was there before earlier ones, newest first. */
export function restoreState(workspace: string): Pick<BackupState, 'restore' | 'aside'> {
  return { restore: restorePlan(workspace), aside: keptAside(workspace) };
}

function keptAside(workspace: string): string[] {
  return readdirSync(workspace, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && entry.name.startsWith('before-restore-'))
    .map(({ name }) => join(workspace, name))
    .sort()
    .reverse();
}
