import { z } from 'zod';
import { classIndexSchema } from '../ecg.ts';
import { leadOfRecord, proportionSchema } from './common.ts';

/**
 * "They are not rare" (docs/methods.md, existence): whether the neighbourhood of an adversarial example is adversarial too, by noise,
 * by crossings of two of them, and by the band that they span, each beside random directions.
 */
export const existenceRequestSchema = z.strictObject({
  kind: z.literal('existence'),
  /** The run whose examples (originally correct and fooled) are the starting points. */
  runId: z.string(),
  /** Only this many examples, the first ones. */
  limit: z.int().min(1).optional(),
  /** Draws of each procedure for each example. */
  draws: z.int().min(1).max(100_000).default(1000),
  /** Standard deviation of the noise, ADC units. */
  sigmaUnits: z.number().positive().max(32767).default(5),
  /** `han2020` adds what the public scripts do for concatenation and band, beside ours. */
  compat: z.enum(['none', 'han2020']).default('none'),
  seed: z.int().min(0).max(2_147_483_647).default(1),
  /** Record of the band figure; if left out, the one with the median share of kept draws. */
  record: z.string().optional(),
});

/**
 * How often new signals of one procedure keep the adversarial class. Those of one example resemble each other, so that
 * examples are what can be counted; the pooled draws are a description, and their interval is a bootstrap over
 * examples.
 */
const procedureSchema = z.object({
  /** Examples with at least one new signal that keeps the class, of those for which the procedure can make any. */
  examples: proportionSchema,
  /** Examples whose every new signal keeps it. */
  all: proportionSchema,
  /** New signals that keep it, of all that were made; 95 % bootstrap over examples. */
  draws: proportionSchema,
  /**
   * The control, counted as `draws`: one random direction around x for each new signal x″, of the size and spectrum of
   * x″ − x.
   */
  control: proportionSchema,
  /** Examples with at least one random direction that has the adversarial class. */
  controlExamples: proportionSchema,
});
export type ExistenceProcedure = z.infer<typeof procedureSchema>;

const share = z.number().nullable();

export const existenceResultSchema = z.object({
  examples: z.int(),
  /** New signals requested from each procedure for each example. */
  draws: z.int(),
  noise: procedureSchema,
  /** Needs two examples from the noise; has fewer signals than `draws` if they never cross. */
  crossings: procedureSchema,
  /** Needs one example from the noise. */
  band: procedureSchema,
  /** The public scripts' method, in which a new signal counts if its class is any but the label. */
  han2020: z
    .object({
      crossings: procedureSchema,
      band: procedureSchema,
      /** New signals of its concatenation that are one of the two unchanged: spliced within the zero padding. */
      unaltered: proportionSchema,
    })
    .nullable(),
  perExample: z.array(
    z.object({
      record: z.string(),
      lead: leadOfRecord,
      label: classIndexSchema,
      adversarialClass: classIndexSchema,
      /** Shares of kept signals; null if the procedure made none. */
      noise: share,
      crossings: share,
      band: share,
      noiseControl: share,
      crossingsControl: share,
      bandControl: share,
    }),
  ),
  /** The band figure: one example and the band of its new examples from the noise, µV; null if there were none. */
  figure: z
    .object({
      record: z.string(),
      samplingHz: z.number(),
      /** New examples that span the band. */
      kept: z.int(),
      original: z.array(z.number()),
      adversarial: z.array(z.number()),
      low: z.array(z.number()),
      high: z.array(z.number()),
    })
    .nullable(),
});
export type ExistenceResult = z.infer<typeof existenceResultSchema>;
