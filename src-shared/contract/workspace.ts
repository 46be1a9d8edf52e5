import { oc } from '@orpc/contract';
import { z } from 'zod';

/** Why a backup was made, as it stands in its name. */
export const BACKUP_REASONS = ['daily', 'asked', 'lock', 'unseal', 'collect'] as const;
export type BackupReason = (typeof BACKUP_REASONS)[number];

export const backupSchema = z.object({
  /** Of its folder; it begins with when it was made. */
  name: z.string(),
  path: z.string(),
  /** ISO 8601. */
  made: z.string(),
  why: z.enum(BACKUP_REASONS),
  /** Of the program that made it. */
  version: z.string(),
  bytes: z.int(),
  studies: z.int(),
  answers: z.int(),
});
export type Backup = z.infer<typeof backupSchema>;

const backupStateSchema = z.object({
  /** Where they lie now. */
  folder: z.string(),
  /** Whether that is the folder in the workspace. */
  isDefault: z.boolean(),
  /** So many of the newest stay. */
  keep: z.int(),
  /** Newest first. */
  backups: z.array(backupSchema),
  /** What is in the folder and no backup that can be restored, a sentence each. */
  unusable: z.array(z.string()),
  /** Why the last one failed; null if it did not. */
  problem: z.string().nullable(),
});
export type BackupState = z.infer<typeof backupStateSchema>;

/** More would be a mistake of the hand. */
export const keepSchema = z.int().min(1).max(1000);

export const workspaceContract = {
  backups: oc.output(backupStateSchema),
  /** Makes one now; null where nothing has changed since the last. */
  backUp: oc.output(backupSchema.nullable()),
  /** `folder`: null for the one in the workspace. It must be writable; backups that lie elsewhere stay there. */
  keepBackups: oc.input(z.object({ folder: z.string().nullable(), keep: keepSchema })).output(backupStateSchema),
};
