import { z } from 'zod';
import { DEVICE_STEPS } from '../attacks/device-steps.ts';
import { classIndexSchema } from '../ecg.ts';
import { leadOfRecord, proportionSchema, subjectResultFields } from './common.ts';

/** What of a run's examples a device leaves (docs/methods.md, surviving a device): after each step of it alone, and after all of them. */
export const deviceRequestSchema = z.strictObject({
  kind: z.literal('device'),
  /** The run whose examples (originally correct and fooled) are sent through devices. */
  runId: z.string(),
  /** Only this many examples, the first ones. */
  limit: z.int().min(1).optional(),
  /** Devices that are drawn for each example and step. */
  draws: z.int().min(1).max(10_000).default(10),
  seed: z.int().min(0).max(2_147_483_647).default(1),
});

export const DEVICE_STAGES = [...DEVICE_STEPS, 'all'] as const;

/** Of the devices that were drawn, the share after which it is so. */
const share = z.number().min(0).max(1);

export const deviceResultSchema = z.object({
  ...subjectResultFields,
  examples: z.int(),
  stages: z.array(
    z.object({
      stage: z.enum(DEVICE_STAGES),
      /** Examples that still fool the model after most devices. */
      fooling: proportionSchema,
      /** Examples whose record is still classified correctly after most devices. */
      correct: proportionSchema,
    }),
  ),
  perExample: z.array(
    z.object({
      record: z.string(),
      lead: leadOfRecord,
      label: classIndexSchema,
      adversarialClass: classIndexSchema,
      /** By stage, in their order. */
      fooling: z.array(share),
    }),
  ),
});
