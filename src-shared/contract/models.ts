import { oc } from '@orpc/contract';
import { z } from 'zod';
import { epochRecordSchema, epochSchema } from '../models/epoch.ts';
import { modelCardSchema } from '../models/model-card.ts';
import { givenTrainOptionsSchema, trainOptionsSchema } from '../models/train-options.ts';
import { splitSchema } from '../ecg.ts';
import { jobStarted, pageSchema } from './common.ts';
import { askRobustnessSchema, fillRobustnessSchema, robustnessSchema } from '../analyses/robustness.ts';
import { metricsSchema, modelComparisonSchema } from '../models/scores.ts';
import { importNetworkSchema, lookedAtNetworkSchema } from '../models/networks.ts';
import { nameSchema } from '../names/name.ts';

export { metricsSchema, type Metrics } from '../models/scores.ts';

export const modelSummarySchema = z.object({
  id: z.string(),
  name: z.string(),
  architecture: z.string(),
  /** Ships with the program, was trained in this workspace, or by another program. */
  origin: z.enum(['bundled', 'trained', 'imported']),
  sha256: z.string(),
  parameters: z.int().nullable(),
  createdAt: z.string(),
  card: modelCardSchema,
  history: z.array(epochSchema),
  evaluations: z.array(
    z.object({ dataset: z.string(), split: splitSchema, createdAt: z.string(), metrics: metricsSchema }),
  ),
});
export type ModelSummary = z.infer<typeof modelSummarySchema>;

/** A training that is not at its end: its epochs so far, to be drawn while it runs. */
export const trainingSummarySchema = z.object({
  /** Also of the model that it makes; `models.train({ resume: id })` resumes a stopped one. */
  id: z.string(),
  name: z.string(),
  dataset: z.string(),
  /** `elsewhere`: another program that works on this workspace runs it. */
  state: z.enum(['queued', 'running', 'elsewhere', 'stopped']),
  /** The job that runs it here; null if it is stopped or elsewhere. A job may train several seeds. */
  jobId: z.string().nullable(),
  options: trainOptionsSchema,
  /** Finished epochs; the last one is what a stopped training is resumed after. */
  history: z.array(epochRecordSchema),
  /** The best epoch so far; null before the first. */
  bestEpoch: z.int().nullable(),
  /** When the last epoch was kept; null before the first. */
  savedAt: z.string().nullable(),
});
export type TrainingSummary = z.infer<typeof trainingSummarySchema>;

/** A stored comparison. */
const comparisonSummarySchema = z.object({
  id: z.string(),
  createdAt: z.string(),
  dataset: z.string(),
  split: splitSchema,
  records: z.int(),
  /** Their names at the time, in the order of the comparison. */
  models: z.array(z.string()),
});
export type ComparisonSummary = z.infer<typeof comparisonSummarySchema>;

export const modelsContract = {
  list: oc.output(z.array(modelSummarySchema)),
  /** Running ones first, then stopped ones, newest first. A finished training is a model. */
  trainings: oc.output(z.array(trainingSummarySchema)),
  train: oc
    .input(
      z.union([
        /** Resumes a stopped training by its id: with the same records, name and options. */
        z.strictObject({ resume: z.string().min(1) }),
        z.object({
          datasetId: z.string(),
          name: nameSchema().optional(),
          options: givenTrainOptionsSchema,
          /** One training for each, in place of the seed in the options; in parallel, as many as there are cores. */
          seeds: z.array(z.int().min(0).max(2_147_483_647)).min(1).max(20).optional(),
        }),
      ]),
    )
    .output(jobStarted),
  /** What the file of a network of another program says of itself; at once, whatever jobs are running. */
  lookAt: oc.input(z.object({ path: z.string().min(1), output: z.string().optional() })).output(lookedAtNetworkSchema),
  /** Stores such a network as a model. */
  importNetwork: oc.input(importNetworkSchema).output(jobStarted),
  evaluate: oc
    .input(z.object({ modelId: z.string(), datasetId: z.string(), split: splitSchema.default('test') }))
    .output(jobStarted),
  /**
   * Models on the same records; those that have not been evaluated on them yet are evaluated first. The job’s result:
   * ModelComparison and `comparisonId`.
   */
  compare: oc
    .input(
      z.object({
        modelIds: z.array(z.string()).min(2).max(10),
        datasetId: z.string(),
        split: splitSchema.default('test'),
      }),
    )
    .output(jobStarted),
  /** Newest first. */
  comparisons: oc.input(pageSchema).output(z.object({ total: z.int(), rows: z.array(comparisonSummarySchema) })),
  comparison: oc
    .input(z.object({ comparisonId: z.string() }))
    .output(z.object({ id: z.string(), createdAt: z.string(), result: modelComparisonSchema })),
  /** Models under attack, side by side: what the workspace holds of it now. */
  robustness: oc.input(askRobustnessSchema).output(robustnessSchema),
  /** The same as CSV: the file's name and text. */
  robustnessFile: oc
    .input(askRobustnessSchema)
    .output(z.object({ fileName: z.string(), mediaType: z.string(), text: z.string() })),
  /** Makes what is missing of it. The job’s result has the `analysisIds`. */
  fillRobustness: oc.input(fillRobustnessSchema).output(jobStarted),
};
