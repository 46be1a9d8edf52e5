import { existsSync } from 'node:fs';
import { mkdir, rename, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { RestoreLoss, RestorePlan } from '../../../src-shared/contract/workspace.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { workspaceFacts } from '../../db/audit/workspace-facts.ts';
import { newestSchema } from '../../db/open.ts';
import { lookInto } from '../../db/sqlite/look-into.ts';
import type { Manifest } from '../backups/backup-manifest.ts';
import { copyPart } from '../backups/copy-part.ts';
import { HALF } from '../backups/list-backups.ts';
import { DATABASE } from '../safekeeping/check-evidence.ts';
import { syncFolder } from '../safekeeping/replace-file.ts';
import { findBackup } from './find-backup.ts';
import { lossSince } from './loss.ts';
import { forgetPending, hasBegun, readPending, readyFolder, writePending } from './pending-restore.ts';

/** What restoring a backup, by name or path, would lose. Throws AppError: not-found, damaged. */
export function lossOf(workspace: string, nameOrPath: string): RestoreLoss {
  const { folder, manifest } = findBackup(workspace, nameOrPath);
  return lossSince(workspace, folder, manifest.audit);
}

/**
 * Checks a backup and copies it into the workspace, where it waits until nothing uses the workspace (finishRestore).
 * Throws AppError: not-found, damaged (names what is), refused (of a newer program), storage.
 */
export async function planRestore(workspace: string, nameOrPath: string): Promise<RestorePlan> {
  const { folder, manifest } = findBackup(workspace, nameOrPath);
  if (manifest.schema > newestSchema) {
    throw new AppError(
      'refused',
      `The backup ${folder} was made by a newer Equipoise (${manifest.version}). Update the program.`,
    );
  }
  await cancelRestore(workspace);
  await copyChecked(workspace, folder, manifest);
  const requested = new Date().toISOString();
  const { made, audit } = manifest;
  const name = folder.split(/[/\\]/).at(-1) ?? folder;
  const aside = `before-restore-${requested.slice(0, 19).replaceAll(':', '-')}Z`;
  await writePending(workspace, { name, made, audit, requested, aside });
  return { name, made, aside: join(workspace, aside), loss: lossSince(workspace, folder, audit) };
}

/** Nothing happens at the next start. Throws AppError 'refused' once the files are being exchanged. */
export async function cancelRestore(workspace: string): Promise<void> {
  const pending = readPending(workspace);
  if (pending && hasBegun(workspace, pending)) {
    throw new AppError(
      'refused',
      `The restoration of ${pending.name} was cut short half way, and can only be finished: start Equipoise on this workspace.`,
    );
  }
  await forgetPending(workspace);
}

/** The restoration that was asked for, with what it would lose now. */
export function restorePlan(workspace: string): RestorePlan | null {
  const pending = readPending(workspace);
  if (!pending) return null;
  const { name, made, audit, aside } = pending;
  return { name, made, aside: join(workspace, aside), loss: lossSince(workspace, readyFolder(workspace), audit) };
}

async function copyChecked(workspace: string, folder: string, manifest: Manifest): Promise<void> {
  const ready = readyFolder(workspace);
  const half = `${ready}.${process.pid}${HALF}`;
  try {
    // Models belong to it even where there were none.
    await mkdir(join(half, 'models'), { recursive: true, mode: 0o700 });
    for (const part of manifest.parts) {
      const damaged = (how: string): AppError =>
        new AppError('damaged', `The backup ${folder} is damaged: its ${part.path} ${how}. Choose another backup.`, {
          path: part.path,
        });
      if (!existsSync(join(folder, part.path))) throw damaged('is gone');
      const copied = await copyPart(folder, half, part.path, new AbortController().signal);
      if (copied.sha256 !== part.sha256) throw damaged('is not as it was written');
    }
    const { audit } = lookInto(join(half, DATABASE), workspaceFacts);
    if (audit.hash !== manifest.audit.hash)
      throw new AppError('damaged', `The backup ${folder} is damaged: its description is of another one.`);
    await rename(half, ready);
    await syncFolder(workspace);
  } finally {
    await rm(half, { recursive: true, force: true });
  }
}
