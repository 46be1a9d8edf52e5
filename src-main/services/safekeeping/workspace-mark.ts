import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import type { AuditHead } from '../../db/audit/audit.ts';
import { replaceFile } from './replace-file.ts';

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

/** Replaces the mark as a whole, durably. */
export async function writeMark(folder: string, head: AuditHead): Promise<void> {
  await replaceFile(join(folder, MARK), `${JSON.stringify(head)}\n`);
}
