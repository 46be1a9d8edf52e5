import { z } from 'zod';
import { intervalSchema } from '../interval.ts';
import { recordIdSchema } from '../record-id.ts';
import { protocolSchema } from '../study/protocol.ts';

/** What the exact tests of one reader can tell in an arm (see powerOfArms in src-main/statistics). */
export const armPowerSchema = z.object({
  task: z.string(),
  arm: z.string(),
  n: z.int(),
  power: z.number(),
  rejectAtMost: z.int().nullable(),
  rejectAtLeast: z.int().nullable(),
  interval: intervalSchema,
  similarity: z.object({ atLeast: z.int().nullable(), atMost: z.int().nullable(), power: z.number() }),
});
export type ArmPowerShown = z.infer<typeof armPowerSchema>;

/** What decides in an arm which made records or examples may be shown. */
const ARM_LIMITS = ['made', 'classes', 'length', 'quality', 'beside', 'listed', 'tried', 'fooled', 'size'] as const;

/** The records that an arm may show, as far as anybody knows before the study is built. */
const armRecordsSchema = z.object({
  task: z.string(),
  arm: z.string(),
  /** How many different records it needs. */
  needed: z.int(),
  /** Records with an example by this attack, and those of them whose example may be shown. */
  tried: z.int(),
  suitable: z.int(),
  /** At least that many and at most this many may be shown: every record that was not tried yet might do. */
  most: z.int(),
  /** How many are left after each condition of the arm's own. */
  limits: z.array(z.object({ by: z.enum(ARM_LIMITS), left: z.int() })),
  /** Where it asks for classes: how many of each it needs, and at most how many there are. */
  quotas: z.array(z.object({ code: z.string(), needed: z.int(), most: z.int() })),
  /** Why its source cannot be used. */
  problem: z.string().nullable(),
  /** A few that it could show: examples, or records where there are none yet. */
  exampleIds: z.array(z.int()),
  recordIds: z.array(recordIdSchema),
});
export type ArmRecords = z.infer<typeof armRecordsSchema>;

export const RECORD_LIMITS = ['dataset', 'split', 'classes', 'length', 'form', 'quality'] as const;

/** Without a model nothing is made by an attack. */
export const eligibleRequestSchema = z.object({
  protocol: protocolSchema,
  datasetId: z.string(),
  modelId: z.string().nullable(),
});
export type EligibleRequest = z.infer<typeof eligibleRequestSchema>;

export const eligibleSchema = z.object({
  /** How many records are left after each condition, in this order. */
  limits: z.array(z.object({ by: z.enum(RECORD_LIMITS), left: z.int() })),
  /** How many of those have each class of the dataset. */
  classes: z.array(z.object({ code: z.string(), name: z.string(), left: z.int() })),
  arms: z.array(armRecordsSchema),
  /** Why no choice of pairs is possible, however the attacks turn out; null where one may be. */
  impossible: z.string().nullable(),
});
export type Eligible = z.infer<typeof eligibleSchema>;
