import { statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { isBackup, readManifest, type Manifest } from '../backups/backup-manifest.ts';
import { backupsFolder, readBackupSettings } from '../backups/backup-settings.ts';
import { userPath } from '../workspace/user-path.ts';
import { HALF } from '../backups/list-backups.ts';

/** A backup by its name, where this workspace keeps its own, or by its path. Throws AppError: not-found, damaged. */
export function findBackup(workspace: string, nameOrPath: string): { folder: string; manifest: Manifest } {
  const here = join(backupsFolder(workspace, readBackupSettings(workspace)), nameOrPath);
  const isName = !/[/\\]/.test(nameOrPath) && statSync(here, { throwIfNoEntry: false }) !== undefined;
  const folder = isName ? here : userPath(nameOrPath);
  if (isBackup(folder) && !folder.endsWith(HALF)) return { folder, manifest: readManifest(folder) };
  throw new AppError(
    'not-found',
    `${folder} is no whole backup of a workspace. "equipoise workspace backups" lists those that there are.`,
  );
}
