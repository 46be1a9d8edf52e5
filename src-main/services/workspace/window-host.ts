import { statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { findWindowHost, putWindowHost } from '../../db/hosts/window-host.ts';
import { DATABASE } from '../safekeeping/check-evidence.ts';
import { HOST_LOCK, runsElsewhere, type Workspace } from './workspace.ts';

/**
 * Notes in the database that this process, which holds the lock, has the workspace's window. Throws AppError 'conflict'
 * if another one has it that holds the lock on another file: the one that it locked was removed by hand, or replaced.
 */
export function enterAsHost({ folder, db }: Pick<Workspace, 'folder' | 'db'>): void {
  const files = { lock: identityOf(join(folder, HOST_LOCK)), database: identityOf(join(folder, DATABASE)) };
  db.transaction(() => {
    const other = findWindowHost(db);
    // Whoever holds the lock on the same file is the only one. A copy of the database tells of the original's host.
    const elsewhere = other?.files.database === files.database && other.files.lock !== files.lock;
    if (elsewhere && runsElsewhere(other.processId)) throw openElsewhere(folder);
    putWindowHost(db, { processId: process.pid, files });
  }).immediate();
}

export function openElsewhere(folder: string): AppError {
  return new AppError(
    'conflict',
    `The workspace ${folder} is open in another Equipoise. Use that window, or name another with --workspace.`,
  );
}

/** Of a file that a process has open, no other file has the same at the time, even if it was removed. */
function identityOf(path: string): string {
  const found = statSync(path, { bigint: true, throwIfNoEntry: false });
  return found ? `${found.dev}:${found.ino}` : '';
}
