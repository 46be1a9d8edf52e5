import { existsSync, readFileSync } from 'node:fs';
import { open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import type { AuditHead } from '../../db/audit/audit.ts';

/** Says outside the database how far its audit reached: that there is a workspace here, and how much must be in it. */
export const MARK = 'workspace.mark.json';

const markSchema: z.ZodType<AuditHead> = z.object({ count: z.int().nonnegative(), hash: z.string() });

/** Null if there is none, or none that can be read: the log of the evidence says the same. */
export function readMark(folder: string): AuditHead | null {
  const path = join(folder, MARK);
  if (!existsSync(path)) return null;
  try {
    return markSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
}

/** Replaces the mark as a whole, durably: either the old or the new one is there, whatever happens. */
export async function writeMark(folder: string, head: AuditHead): Promise<void> {
  const path = join(folder, MARK);
  const made = `${path}.${process.pid}.new`;
  const file = await open(made, 'w', 0o600);
  try {
    await file.writeFile(`${JSON.stringify(head)}\n`);
    await file.datasync();
  } finally {
    await file.close();
  }
  await rename(made, path);
  await syncFolder(folder);
}

/** The new name is in the folder itself; Windows opens no folders, and writes names at once. */
async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
