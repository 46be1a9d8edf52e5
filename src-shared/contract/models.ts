import { oc } from '@orpc/contract';
import { z } from 'zod';
import { givenTrainOptionsSchema } from '../train-options.ts';
import { jobStarted, splitSchema } from './common.ts';

export const metricsSchema = z.object({
  records: z.int(),
  accuracy: z.number(),
  f1: z.object({ N: z.number(), A: z.number(), O: z.number(), '~': z.number() }),
  /** Mean of F1 over N, A and O: the score of the challenge. */
  meanF1: z.number(),
  /** confusion[true class][predicted class] in the order N, A, O, ~. */
  confusion: z.array(z.array(z.int()).length(4)).length(4),
});
export type Metrics = z.infer<typeof metricsSchema>;

const epochSchema = z.object({
  epoch: z.int(),
  loss: z.number(),
  meanF1: z.number(),
  accuracy: z.number(),
});

export const modelSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  architecture: z.string(),
  origin: z.enum(['bundled', 'trained']),
  sha256: z.string(),
  parameters: z.int().nullable(),
  createdAt: z.string(),
  card: z.record(z.string(), z.unknown()),
  history: z.array(epochSchema),
  evaluations: z.array(
    z.object({ dataset: z.string(), split: splitSchema, createdAt: z.string(), metrics: metricsSchema }),
  ),
});
export type ModelSummary = z.infer<typeof modelSummarySchema>;

export const modelsContract = {
  list: oc.output(z.array(modelSummarySchema)),
  train: oc
    .input(
      z.union([
        /** Goes on with a stopped training by its id: with the same records, name and options. */
        z.strictObject({ resume: z.string().min(1) }),
        z.object({
          datasetId: z.string(),
          name: z.string().min(1).max(100).optional(),
          options: givenTrainOptionsSchema,
        }),
      ]),
    )
    .output(jobStarted),
  evaluate: oc
    .input(z.object({ modelId: z.string(), datasetId: z.string(), split: splitSchema.default('test') }))
    .output(jobStarted),
};
