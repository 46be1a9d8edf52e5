import { z } from 'zod';
import { kernels, LARGEST_UNITS, subspace } from '../attacks/fields.ts';
import { classIndexSchema } from '../ecg.ts';
import { leadOfRecord, proportionSchema, subjectFields, subjectResultFields } from './common.ts';

/**
 * Randomized smoothing (Cohen, Rosenfeld and Kolter 2019; docs/methods.md, certificates): within which distance of a
 * record no perturbation whatever changes the class that the model gives to most noisy copies of it.
 */
export const certificateRequestSchema = z.strictObject({
  kind: z.literal('certificate'),
  ...subjectFields,
  /** Of every perturbation, by noise at every sample; or of smooth ones, by noise that K̄ smooths, as SAP's θ. */
  subspace,
  /** Which kernels the mean K̄ is of, in the smooth subspace. */
  kernels,
  /** Standard deviation of the noise, before smoothing, ADC units. */
  sigmaUnits: z.number().positive().max(LARGEST_UNITS).default(50),
  /** Noisy copies of a record that choose its class, and others that bound how often it is given. */
  choosingDraws: z.int().min(1).max(100_000).default(100),
  draws: z.int().min(1).max(1_000_000).default(1000),
  /** Of each record's certificate: the probability, over the draws, that it is right. */
  confidence: z.number().gt(0.5).lt(1).default(0.999),
  /** L∞ budgets at which certified records are counted, ADC units. */
  epsilonsUnits: z.array(z.number().positive().max(LARGEST_UNITS)).min(1).default([0.5, 1, 2, 5, 10, 50, 75, 100, 150]),
  seed: z.int().min(0).max(2_147_483_647).default(1),
});

export const certificateResultSchema = z.object({
  ...subjectResultFields,
  records: z.int(),
  sigmaUv: z.number(),
  /** What the model itself gives, without noise. */
  plainCorrect: proportionSchema,
  /** Records whose class by most noisy copies is certain, and the label. */
  correct: proportionSchema,
  /** Records of which no class is certain. */
  abstained: proportionSchema,
  /** Of all records: certain, the label, and no perturbation of at most ε at every sample changes it. */
  points: z.array(z.object({ epsilonUnits: z.number(), epsilonUv: z.number(), certified: proportionSchema })),
  /** Over all records, 0 for those that are not correct and certain: what half of them reach, µV. */
  medianRadiusUv: z.number(),
  medianEpsilonUv: z.number(),
  largestEpsilonUv: z.number(),
  /** By name. */
  perRecord: z.array(
    z.object({
      record: z.string(),
      lead: leadOfRecord,
      label: classIndexSchema,
      /** By most noisy copies; null: not certain. */
      class: classIndexSchema.nullable(),
      /** Of the draws, those that gave the chosen class. */
      votes: z.int(),
      /** Every perturbation with a smaller L2 norm (of θ in the smooth subspace), µV, leaves the class; null: none known. */
      radiusUv: z.number().nullable(),
      /** The same of the largest change of a sample: the radius over the root of the number of samples. */
      epsilonUv: z.number().nullable(),
    }),
  ),
});
