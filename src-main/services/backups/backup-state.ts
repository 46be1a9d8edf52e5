import { accessSync, constants, readdirSync } from 'node:fs';
import type { BackupState } from '../../../src-shared/contract/workspace.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { makeFolder } from '../workspace/make-folder.ts';
import { userPath } from '../workspace/user-path.ts';
import { shownBackup } from './backup-manifest.ts';
import { backupsFolder, readBackupSettings, writeBackupSettings, type BackupSettings } from './backup-settings.ts';
import { findBackups } from './list-backups.ts';

/** Which backups a workspace has, also where its database cannot be opened. */
export function backupState(workspace: string): Omit<BackupState, 'restore' | 'aside'> {
  const settings = readBackupSettings(workspace);
  const folder = backupsFolder(workspace, settings);
  const { found, unusable } = findBackups(folder);
  const backups = found.map((each) => shownBackup(each.folder, each.manifest));
  const isDefault = settings.folder === null;
  return { folder, isDefault, keep: settings.keep, backups, unusable, problem: null };
}

/** `folder`: as it was typed; null for the one in the workspace. Throws AppError 'storage' if it cannot be written. */
export async function configureBackups(workspace: string, { folder: typed, keep }: BackupSettings): Promise<void> {
  const settings = { folder: typed === null || typed.trim() === '' ? null : userPath(typed.trim()), keep };
  makeBackupsFolder(backupsFolder(workspace, settings));
  await writeBackupSettings(workspace, settings);
}

/** Makes it where it is missing. Throws AppError 'storage' if it cannot be written, or is no folder. */
export function makeBackupsFolder(folder: string): void {
  try {
    makeFolder(folder);
    readdirSync(folder);
    accessSync(folder, constants.W_OK);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    const cause = { cause: error };
    throw new AppError(
      'storage',
      `Backups cannot be written to ${folder} (${code}). Choose another folder.`,
      {},
      cause,
    );
  }
}
