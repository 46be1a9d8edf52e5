import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { z } from 'zod';
import { BACKUP_REASONS, type Backup } from '../../../src-shared/contract/workspace.ts';
import { parseJson } from '../../../src-shared/errors/parse-json.ts';

/** Written last: a folder without it is no backup. */
export const BACKUP_FILE = 'backup.json';

const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const manifestSchema = z.object({
  format: z.literal(1),
  /** Of the program that made it, and of its database's schema. */
  version: z.string(),
  schema: z.int(),
  made: z.string(),
  why: z.enum(BACKUP_REASONS),
  /** The folder that it is a copy of. */
  workspace: z.string(),
  /** Stands for all that a backup is made of, as it was then: see workspaceState. */
  state: sha256,
  audit: z.object({ count: z.int(), hash: z.string() }),
  studies: z.int(),
  answers: z.int(),
  /** Every file but this one, by its path in the folder with `/`. */
  parts: z.array(z.object({ path: z.string(), bytes: z.int(), sha256 })),
});
export type Manifest = z.infer<typeof manifestSchema>;
export type Part = Manifest['parts'][number];

/** Whether a folder claims to be a whole backup. */
export const isBackup = (folder: string): boolean => existsSync(join(folder, BACKUP_FILE));

/** Throws AppError 'damaged' that names the fields; Node's system error. */
export function readManifest(folder: string): Manifest {
  const where = join(folder, BACKUP_FILE);
  return parseJson(readFileSync(where, 'utf8'), manifestSchema, {
    kind: 'description of a backup',
    where,
    cure: 'Choose another backup.',
  });
}

export function shownBackup(folder: string, { made, why, version, parts, studies, answers }: Manifest): Backup {
  const bytes = parts.reduce((sum, part) => sum + part.bytes, 0);
  return { name: basename(folder), path: folder, made, why, version, bytes, studies, answers };
}
