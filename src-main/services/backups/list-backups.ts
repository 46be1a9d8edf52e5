import { readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { errorText } from '../../../src-shared/errors/error-text.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { runsElsewhere } from '../workspace/workspace.ts';
import { isBackup, readManifest, type Manifest } from './backup-manifest.ts';

/** A folder that is being filled, or was when its program ended: `<name>.<process id>` and this. */
export const HALF = '.part';

export interface FoundBackup {
  folder: string;
  manifest: Manifest;
}

/**
 * The whole backups in a folder, newest first, and a sentence on each that claims to be one and cannot be read. Their
 * parts are not looked at. Folders without a description are somebody else's, or half of a backup.
 */
export function findBackups(root: string): { found: FoundBackup[]; unusable: string[] } {
  const found: FoundBackup[] = [];
  const unusable: string[] = [];
  if (!statSync(root, { throwIfNoEntry: false })?.isDirectory()) return { found, unusable };
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    const folder = join(root, entry.name);
    if (!entry.isDirectory() || entry.name.endsWith(HALF) || !isBackup(folder)) continue;
    try {
      found.push({ folder, manifest: readManifest(folder) });
    } catch (error) {
      unusable.push(errorText(AppError.from(error)));
    }
  }
  found.sort((a, b) => b.manifest.made.localeCompare(a.manifest.made));
  return { found, unusable };
}

/** Deletes what is left of backups whose program was killed while it made them. */
export function removeHalves(root: string): void {
  for (const name of readdirSync(root).filter((each) => each.endsWith(HALF))) {
    const processId = Number(name.slice(0, -HALF.length).split('.').at(-1));
    if (Number.isInteger(processId) && !runsElsewhere(processId))
      rmSync(join(root, name), { recursive: true, force: true });
  }
}

/** Deletes all but the newest of a workspace's own backups. */
export function removeOld(root: string, isOwn: (found: FoundBackup) => boolean, keep: number): void {
  for (const { folder } of findBackups(root).found.filter(isOwn).slice(keep))
    rmSync(folder, { recursive: true, force: true });
}
