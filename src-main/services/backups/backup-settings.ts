import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { keepSchema } from '../../../src-shared/contract/workspace.ts';
import { parseJson } from '../../../src-shared/errors/parse-json.ts';
import { replaceFile } from '../safekeeping/replace-file.ts';

/** Beside the database and not in it: a database that cannot be read has backups, and a restored one the same folder. */
const BACKUP_SETTINGS = 'backups.json';

const settingsSchema = z.object({
  /** Null: the one in the workspace. */
  folder: z.string().nullable(),
  keep: keepSchema,
});
export type BackupSettings = z.infer<typeof settingsSchema>;

const DEFAULT: BackupSettings = { folder: null, keep: 10 };

/** Throws AppError 'damaged' if the file was spoilt. */
export function readBackupSettings(workspace: string): BackupSettings {
  const where = join(workspace, BACKUP_SETTINGS);
  if (!existsSync(where)) return DEFAULT;
  return parseJson(readFileSync(where, 'utf8'), settingsSchema, {
    kind: 'settings of backups',
    where,
    cure: 'Delete it, and choose the folder again.',
  });
}

export async function writeBackupSettings(workspace: string, settings: BackupSettings): Promise<void> {
  await replaceFile(join(workspace, BACKUP_SETTINGS), `${JSON.stringify(settings)}\n`);
}

/** Where the backups of a workspace lie. */
export function backupsFolder(workspace: string, { folder }: BackupSettings): string {
  return folder ?? join(workspace, 'backups');
}
