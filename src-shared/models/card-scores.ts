import { z } from 'zod';
import { intervalSchema } from '../interval.ts';
import { metricsSchema } from './scores.ts';

/** 95 % intervals beside the scores of a card: those of earlier versions have them for some scores only. */
const cardIntervalsSchema = z
  .looseObject({ accuracy: intervalSchema, meanF1: intervalSchema, f1: z.record(z.string(), intervalSchema) })
  .partial();

const intervals = cardIntervalsSchema.optional();

/** The model's scores on one split. */
export const cardMetricsSchema = z.looseObject({ ...metricsSchema.shape, intervals });
export type CardMetrics = z.infer<typeof cardMetricsSchema>;

/** The same, abridged. */
const briefScoresSchema = z.looseObject({
  ...metricsSchema.pick({ accuracy: true, meanF1: true }).shape,
  ...metricsSchema.pick({ records: true, f1: true }).partial().shape,
  intervals,
});

/** One of several trainings that differ only in the seed. */
export const cardSeedSchema = z.looseObject({
  seed: z.int(),
  bestEpoch: z.int().optional(),
  epochs: z.int().optional(),
  /** Wall time of the training. */
  seconds: z.number().optional(),
  validation: briefScoresSchema,
  test: briefScoresSchema,
});
