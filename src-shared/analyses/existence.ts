import { z } from 'zod';
import { proportionSchema } from './common.ts';

/**
 * "They are not rare" (DOMAIN §4): whether the neighbourhood of an adversarial example is adversarial too, by noise,
 * by crossings of two of them, and by the band that they span, each beside random directions.
 */
export const existenceRequestSchema = z.strictObject({
  kind: z.literal('existence'),
  /** The run whose examples (originally correct and fooled) are the starting points. */
  runId: z.string(),
  /** Only the first so many examples. */
  limit: z.int().min(1).optional(),
  /** Draws of each procedure for each example. */
  draws: z.int().min(1).max(100_000).default(1000),
  /** Standard deviation of the noise, ADC units. */
  sigmaUnits: z.number().positive().default(5),
  /** `han2020` does as the public script does, beside which ours says what that changes. */
  compat: z.enum(['none', 'han2020']).default('none'),
  seed: z.int().min(0).default(1),
});

const procedureSchema = z.object({
  /** Examples for which at least one new one was found, of those that were tried. */
  examples: proportionSchema,
  /** New signals that keep the adversarial class, of all that were made. */
  draws: proportionSchema,
  /** Random directions of the same size and spectrum around x: how many have the adversarial class too. */
  control: proportionSchema,
});

export const existenceResultSchema = z.object({
  examples: z.int(),
  draws: z.int(),
  noise: procedureSchema,
  crossings: procedureSchema,
  band: procedureSchema,
  perExample: z.array(
    z.object({
      record: z.string(),
      /** Shares of kept draws; null where the procedure made none. */
      noise: z.number().nullable(),
      crossings: z.number().nullable(),
      band: z.number().nullable(),
    }),
  ),
  /** What the band figure shows of one example, µV: the band at each sample, and some signals within. */
  figure: z
    .object({
      record: z.string(),
      samplingHz: z.number(),
      original: z.array(z.number()),
      adversarial: z.array(z.number()),
      low: z.array(z.number()),
      high: z.array(z.number()),
    })
    .nullable(),
});
