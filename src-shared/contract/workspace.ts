import { oc } from '@orpc/contract';
import { z } from 'zod';
import { workspaceCheckSchema } from './workspace-check.ts';

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

/** What is stored by now and not in a backup, in numbers. */
const restoreLossSchema = z.object({
  /** Entries of the audit: all that was made, done or answered. */
  events: z.int(),
  answers: z.int(),
  /** Begun here, or taken in from sealed files. */
  sessions: z.int(),
  locks: z.int(),
  /** Sealed files that were made. */
  bundles: z.int(),
});
export type RestoreLoss = z.infer<typeof restoreLossSchema>;

/** A restoration that is made when the program starts again. */
const restorePlanSchema = z.object({
  name: z.string(),
  made: z.string(),
  /** As it is now; what is done until the restart is added. */
  loss: restoreLossSchema,
  /** Where what is there now will lie. */
  aside: z.string(),
});
export type RestorePlan = z.infer<typeof restorePlanSchema>;

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
  /** The restoration that was asked for; null if none was. */
  restore: restorePlanSchema.nullable(),
  /** Folders with what was there before earlier restorations. */
  aside: z.array(z.string()),
});
export type BackupState = z.infer<typeof backupStateSchema>;

/** More would be a mistake of the hand. */
export const keepSchema = z.int().min(1).max(1000);

export const workspaceContract = {
  backups: oc.output(backupStateSchema),
  /** Makes one now; null where nothing has changed since the last. */
  backUp: oc.output(backupSchema.nullable()),
  /** `folder`: null for the one in the workspace. It must be writable; backups that lie elsewhere stay there. */
  /** Reads everything, in the background. */
  check: oc.output(z.object({ jobId: z.string() })),
  /** What the newest check of this run of the program found; null before one. */
  lastCheck: oc.output(workspaceCheckSchema.nullable()),
  /** What restoring it would lose; changes nothing. Throws 'damaged' where the backup is. */
  restoreLoss: oc.input(z.object({ name: z.string() })).output(restoreLossSchema),
  /** Checks the backup and has it restored at the next start. */
  planRestore: oc.input(z.object({ name: z.string() })).output(restorePlanSchema),
  cancelRestore: oc.output(z.object({})),
  keepBackups: oc.input(z.object({ folder: z.string().nullable(), keep: keepSchema })).output(z.object({})),
};
