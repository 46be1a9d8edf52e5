import { existsSync, mkdirSync } from 'node:fs';
import { rename, rm, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import type { BackupReason } from '../../../src-shared/contract/workspace.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { count } from '../../../src-shared/format/number.ts';
import { workspaceFacts } from '../../db/audit/workspace-facts.ts';
import { copyDatabase } from '../../db/sqlite/copy-database.ts';
import { lookInto } from '../../db/sqlite/look-into.ts';
import { DATABASE } from '../safekeeping/check-evidence.ts';
import { EVIDENCE_LOG } from '../safekeeping/evidence-log.ts';
import { replaceFile, syncFolder } from '../safekeeping/replace-file.ts';
import { MARK, writeMark } from '../safekeeping/workspace-mark.ts';
import type { Workspace } from '../workspace/workspace.ts';
import { makeBackupsFolder } from './backup-state.ts';
import { BACKUP_FILE, type Manifest, type Part } from './backup-manifest.ts';
import { copyEvidence } from './copy-evidence.ts';
import { copyPart, describePart } from './copy-part.ts';
import { HALF, removeHalves, type FoundBackup } from './list-backups.ts';
import { modelFiles, workspaceState } from './workspace-state.ts';

interface Wanted {
  /** Where it goes; made if it is missing. */
  root: string;
  why: BackupReason;
  version: string;
  signal: AbortSignal;
}

const MEGABYTE = 1e6;

/**
 * Copies the workspace while it is used. The copy has its name only when it is whole and on the disk; until then it is
 * a half that nobody takes for a backup. Throws AppError: storage (no room, no access), cancelled.
 */
export async function makeBackup(workspace: Workspace, { root, why, version, signal }: Wanted): Promise<FoundBackup> {
  const made = new Date().toISOString();
  makeBackupsFolder(root);
  removeHalves(root);
  await checkRoom(workspace, root);
  const folder = freeName(root, `${made.replaceAll(':', '-').slice(0, 19)}Z-${why}`);
  const half = `${folder}.${process.pid}${HALF}`;
  try {
    mkdirSync(half, { mode: 0o700 });
    const parts = { from: workspace.folder, to: half, signal };
    const state = workspaceState(workspace.db, workspace.folder);
    // The database first: of what it refers to, the files were there before it.
    await copyDatabase(workspace.db, join(half, DATABASE), signal);
    const { audit, ...facts } = lookInto(join(half, DATABASE), workspaceFacts);
    await workspace.evidence.keep();
    await copyEvidence(workspace.folder, half, audit.count, signal);
    await writeMark(half, audit);
    const files = await describeAll(half, [DATABASE, EVIDENCE_LOG, MARK], signal);
    const manifest: Manifest = {
      ...{ format: 1, version, made, why, workspace: workspace.folder, state, audit },
      ...facts,
      parts: [...files, ...(await copyModels(parts))],
    };
    await replaceFile(join(half, BACKUP_FILE), `${JSON.stringify(manifest, null, 2)}\n`);
    await rename(half, folder);
    await syncFolder(root);
    return { folder, manifest };
  } catch (error) {
    await rm(half, { recursive: true, force: true });
    throw error;
  }
}

async function describeAll(folder: string, paths: readonly string[], signal: AbortSignal): Promise<Part[]> {
  const parts: Part[] = [];
  for (const path of paths) parts.push(await describePart(folder, path, signal));
  return parts;
}

/** A training may put another checkpoint in the place of the one that was listed: what is gone by then is left out. */
async function copyModels({ from, to, signal }: { from: string; to: string; signal: AbortSignal }): Promise<Part[]> {
  const parts: Part[] = [];
  for (const { path } of modelFiles(from)) {
    try {
      parts.push(await copyPart(from, to, path, signal));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT' || existsSync(join(from, path))) throw error;
    }
  }
  return parts;
}

/** Rather than fill the disk that the answers are written to. Throws AppError 'storage' with both numbers. */
async function checkRoom({ folder }: Workspace, root: string): Promise<void> {
  const own = [DATABASE, `${DATABASE}-wal`, EVIDENCE_LOG].map((name) => join(folder, name)).filter(existsSync);
  const sizes = await Promise.all(own.map(async (path) => (await stat(path)).size));
  const needed = [...sizes, ...modelFiles(folder).map(({ bytes }) => bytes)].reduce((sum, bytes) => sum + bytes, 0);
  const { bavail, bsize } = await statfs(root);
  if (bavail * bsize > needed) return;
  throw new AppError(
    'storage',
    `The disk of ${root} has ${megabytes(bavail * bsize)} left, and a backup takes ${megabytes(needed)}. Make room, keep fewer backups, or choose a folder on another disk.`,
    { needed, free: bavail * bsize },
  );
}

const megabytes = (bytes: number): string => `${count(Math.ceil(bytes / MEGABYTE))} MB`;

function freeName(root: string, name: string): string {
  let folder = join(root, name);
  for (let n = 2; existsSync(folder); n++) folder = join(root, `${name}-${n}`);
  return folder;
}
