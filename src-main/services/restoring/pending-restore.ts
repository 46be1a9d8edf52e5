import { existsSync, readFileSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { parseJson } from '../../../src-shared/errors/parse-json.ts';
import { replaceFile } from '../safekeeping/replace-file.ts';

/** Says that a restoration was asked for, and is made at the next start. */
const REQUEST = 'restore.json';
/** Where the checked copy of the backup waits for it. */
const READY = 'restoring';

const pendingSchema = z.object({
  /** Of the backup. */
  name: z.string(),
  made: z.string(),
  audit: z.object({ count: z.int(), hash: z.string() }),
  /** ISO 8601; also tells this restoration from any other. */
  requested: z.string(),
  /** The folder in the workspace that keeps what was there. */
  aside: z.string(),
});
export type PendingRestore = z.infer<typeof pendingSchema>;

export const readyFolder = (workspace: string): string => join(workspace, READY);

/** Null where none was asked for. Throws AppError 'damaged'. */
export function readPending(workspace: string): PendingRestore | null {
  const where = join(workspace, REQUEST);
  if (!existsSync(where)) return null;
  const cure = 'Delete it and ask for the restoration again.';
  return parseJson(readFileSync(where, 'utf8'), pendingSchema, { kind: 'request of a restoration', where, cure });
}

export function writePending(workspace: string, pending: PendingRestore): Promise<void> {
  return replaceFile(join(workspace, REQUEST), `${JSON.stringify(pending)}\n`);
}

/** What was asked for is forgotten; the request first, since a copy without one is nothing. */
export async function forgetPending(workspace: string): Promise<void> {
  await rm(join(workspace, REQUEST), { force: true });
  await rm(readyFolder(workspace), { recursive: true, force: true });
}

/** Whether its files are being exchanged, or were when the program ended: then it can only be finished. */
export const hasBegun = (workspace: string, { aside }: PendingRestore): boolean => existsSync(join(workspace, aside));
