import { createHash } from 'node:crypto';
import { readdirSync, statSync, type Dirent } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { auditHead } from '../../db/audit/audit.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { listDesigns } from '../../db/studies/designs.ts';

/** A file of a workspace by its path in the folder, with `/`. */
interface OwnFile {
  path: string;
  bytes: number;
  changedMs: number;
}

/** The files of models and of trainings that can be resumed; a link leads elsewhere, and is none. */
export function modelFiles(workspace: string): OwnFile[] {
  return list(join(workspace, 'models')).map((entry) => {
    const file = join(entry.parentPath, entry.name);
    const { size, mtimeMs } = statSync(file);
    return { path: relative(workspace, file).split(sep).join('/'), bytes: size, changedMs: mtimeMs };
  });
}

function list(folder: string): Dirent[] {
  return readdirSync(folder, { withFileTypes: true, recursive: true }).filter((entry) => entry.isFile());
}

/**
 * SHA-256 that changes with everything that a backup is for: the audit has all that is made, done or answered; designs
 * change without an entry, and so do the checkpoints of a training. The list of jobs does not count.
 */
export function workspaceState(db: ReadableDB, workspace: string): string {
  const designs = listDesigns(db).map(({ id, revision }) => [id, revision]);
  return createHash('sha256')
    .update(JSON.stringify([auditHead(db), designs, modelFiles(workspace)]))
    .digest('hex');
}
