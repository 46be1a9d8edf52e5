import { randomUUID } from 'node:crypto';
import { mkdirSync, readdirSync, rmSync, accessSync, constants } from 'node:fs';
import { join } from 'node:path';
import type { Logger } from 'pino';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { openDb } from '../../db/open.ts';
import type { WritableDB } from '../../db/sqlite/connection.ts';
import { checkDatabaseFile, checkEvidence, DATABASE } from '../safekeeping/check-evidence.ts';
import { EvidenceKeeper } from '../safekeeping/evidence-keeper.ts';
import { EVIDENCE_LOG } from '../safekeeping/evidence-log.ts';
import { MARK } from '../safekeeping/workspace-mark.ts';
import { makeFolder } from './make-folder.ts';
import { closeToOthers, makePrivateFolder } from './private-folder.ts';

/** The folder that holds everything of a group: one database and the models. */
export interface Workspace {
  folder: string;
  db: WritableDB;
  /** Writes a second time, durably, what must not be lost with the database. */
  evidence: EvidenceKeeper;
  modelsFolder: string;
  /** A fresh folder for the files of one job, on the same disk; deleted after the work, even if it fails. */
  withTemporaryFolder<T>(work: (folder: string) => Promise<T>): Promise<T>;
  /** The same for work that goes on from one request to another; whoever makes it deletes it. */
  makeTemporaryFolder(): string;
  /** Whether a job of this or another program that runs has such a folder. */
  hasJobs(): boolean;
}

/** The file whose lock a window host holds; it stays when the host ends. */
export const HOST_LOCK = 'host.lock';

/** What the program keeps in the folder; it touches nothing else there. The browser's profile closes itself. */
const OWN_FILES = [
  ...['', '-wal', '-shm', '-journal'].map((end) => `${DATABASE}${end}`),
  EVIDENCE_LOG,
  MARK,
  HOST_LOCK,
  'backups.json',
  'restore.json',
];
const OWN_FOLDERS = ['models', 'tmp', 'sweeps', 'backups', 'restoring'];

/**
 * Opens the workspace, or makes it; what other users of the computer can read is closed to them, else a warning says
 * so. Throws AppError: storage, refused, damaged (what the database held once is missing: restoreWorkspace is the cure).
 */
export function openWorkspace(folder: string, log: Pick<Logger, 'warn'>): Workspace {
  const modelsFolder = join(folder, 'models');
  const temporary = join(folder, 'tmp');
  try {
    makePrivateFolder(folder);
    makeFolder(modelsFolder);
    makeFolder(temporary);
    accessSync(folder, constants.W_OK);
  } catch (error) {
    throw new AppError(
      'storage',
      `The workspace folder ${folder} cannot be written (${(error as NodeJS.ErrnoException).code}). Choose another with --workspace.`,
      {},
      { cause: error },
    );
  }
  removeLeftovers(temporary);
  const stillOpen = closeToOthers(folder, [...OWN_FILES, ...OWN_FOLDERS]);
  if (stillOpen !== null) log.warn(stillOpen);
  const db = openCompleteDb(folder);
  const makeTemporaryFolder = (): string => {
    const path = join(temporary, `${process.pid}-${randomUUID()}`);
    mkdirSync(path);
    return path;
  };
  return {
    folder,
    db,
    evidence: new EvidenceKeeper(folder, db),
    modelsFolder,
    hasJobs: () => readdirSync(temporary).some((name) => runsElsewhere(Number.parseInt(name, 10))),
    makeTemporaryFolder,
    async withTemporaryFolder(work) {
      const path = makeTemporaryFolder();
      try {
        return await work(path);
      } finally {
        rmSync(path, { recursive: true, force: true });
      }
    },
  };
}

/** Opens the database, if it still holds everything that it held. */
function openCompleteDb(folder: string): WritableDB {
  const path = join(folder, DATABASE);
  checkDatabaseFile(folder, path);
  const db = openDb(path);
  try {
    checkEvidence(folder, db, path);
  } catch (error) {
    db.close();
    throw error;
  }
  return db;
}

/** Removes files of programs that were killed; those of another running program stay. */
function removeLeftovers(folder: string): void {
  for (const name of readdirSync(folder)) {
    const pid = Number.parseInt(name, 10);
    if (!runsElsewhere(pid)) rmSync(join(folder, name), { recursive: true, force: true });
  }
}

/**
 * Whether another program with this process id runs. What an earlier one with our own id left behind is not ours: in a
 * container every start may have the same.
 */
export function runsElsewhere(pid: number): boolean {
  if (pid === process.pid) return false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
