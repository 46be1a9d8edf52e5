import { z } from 'zod';
import { ATTACK_METHODS } from '../attacks/index.ts';
import { importAccountSchema } from '../datasets/import-account.ts';
import { modelCardSchema } from '../models/model-card.ts';
import { attackSummarySchema, findingSchema } from './attacks.ts';
import { datasetSummarySchema } from './datasets.ts';
import { trainingSummarySchema } from './models.ts';
import { importedNetworkSchema } from '../models/networks.ts';
import { leftOutSchema } from '../models/left-out.ts';
import { metricsSchema, modelComparisonSchema } from '../models/scores.ts';
import { verificationSchema } from './verification.ts';
import { workspaceCheckSchema } from './workspace-check.ts';
import { MACHINE_FIELDS } from '../study/machine-fields.ts';
import { rowSchemaOf } from '../tables/field-declaration.ts';

/** What an import, a simulation or a conversion did; the fields of `equipoise import --json`. */
const importResultSchema = datasetSummarySchema.pick({ records: true, skipped: true, notes: true }).extend({
  datasetId: z.string(),
  dataset: z.string(),
  added: z.int(),
  /** What became of everything that the import was given; null for others. */
  account: importAccountSchema.nullable(),
  seconds: z.number(),
});

const trainedModelSchema = trainingSummarySchema.pick({ name: true, history: true }).extend({
  modelId: z.string(),
  bestEpoch: z.int(),
  /** True if it was stopped before the last epoch; the model is the best so far. */
  stopped: z.boolean(),
  seconds: z.number(),
  /** Training and validation records of another sampling rate or gain. */
  leftOut: leftOutSchema.optional(),
});
/** A training that has finished, or was stopped and kept a model. */
export type TrainedModel = z.infer<typeof trainedModelSchema>;

/**
 * Every kind of job with its result: the jobs that are started, waited for and shown are typed by this list. A job
 * whose kind is missing here cannot be started.
 */
export const jobResultSchemas = {
  import: importResultSchema,
  simulate: importResultSchema,
  convert: importResultSchema,
  'import-model': z.object({
    modelId: z.string(),
    name: z.string(),
    engine: z.string(),
    width: z.number(),
    learnedParameters: z.int(),
    /** The largest differences from the logits of the other program: as read, and as stored. */
    check: z
      .object({ records: z.int(), largestDifference: z.number(), largestDifferenceStored: z.number() })
      .nullable(),
    /** Why logits were not compared; null if they were. */
    notChecked: z.string().nullable(),
  }),
  'import-network': importedNetworkSchema,
  'export-model': z.object({
    path: z.string(),
    form: z.enum(['onnx', 'tfjs-layers']),
    checkedBy: z.string(),
    /** Of the logits on a made-up record, relative to the largest. */
    largestDifference: z.number(),
  }),
  'estimate-training': z.object({
    /** For all epochs if it does not end early, and for one. */
    seconds: z.number(),
    secondsPerEpoch: z.number(),
    stepsPerEpoch: z.int(),
    /** Records in the timed step, and how long it took. */
    timedRecords: z.int(),
    timedSeconds: z.number(),
    /** Peak memory. */
    bytes: z.number(),
  }),
  /** One model, or those of several seeds. */
  train: z.union([trainedModelSchema, z.object({ trainings: z.array(trainedModelSchema), stopped: z.boolean() })]),
  'train-trees': z.object({
    ...{ modelId: z.string(), name: z.string(), records: z.int(), features: z.int(), rounds: z.int() },
    /** Of the validation records, after the last round that was kept. */
    ...{ loss: z.number(), accuracy: z.number(), seconds: z.number() },
  }),
  evaluate: metricsSchema.extend({ modelId: z.string(), datasetId: z.string(), engine: z.string() }),
  'model-card': z.object({ folder: z.string(), card: modelCardSchema }),
  compare: modelComparisonSchema.extend({ comparisonId: z.string() }),
  /** The results that were made. */
  robustness: z.object({ analysisIds: z.array(z.string()) }),
  attack: attackSummarySchema.extend({
    runId: z.string(),
    /** The engine that computed it, e.g. 'TensorFlow 2.21.0'. */
    engine: z.string(),
    /** From the evaluation linter, the most serious first. */
    findings: z.array(findingSchema),
  }),
  sweep: z.object({
    /** In the order of the plan: models, attacks, budgets. */
    runs: z.array(
      attackSummarySchema.pick({ records: true, attackable: true, fooled: true, asr: true, asrInterval: true }).extend({
        runId: z.string(),
        model: z.string(),
        method: z.enum(ATTACK_METHODS),
        epsilonUnits: z.number(),
        /** It had been made before. */
        wasThere: z.boolean(),
      }),
    ),
    /** `kept`: of an earlier start of the sweep. */
    pieces: z.object({ made: z.int(), kept: z.int() }),
    /** By the names of the workers on other machines or processes, which are none without a queue. */
    workers: z.array(z.object({ name: z.string(), pieces: z.int() })),
    /** Workers whose results were other ones, and why. */
    refused: z.array(z.object({ worker: z.string(), why: z.string() })),
    /** Pieces that were made again here, and those that were the same. */
    checked: z.object({ pieces: z.int(), same: z.int() }),
    seconds: z.number(),
  }),
  export: z.object({ path: z.string(), records: z.int() }),
  verify: verificationSchema,
  analysis: z.object({ analysisId: z.string() }),
  'build-study': z.object({
    ...{ studyId: z.string(), title: z.string(), trials: z.int() },
    /** Records that the protocol admits and the model was not made for. */
    leftOut: leftOutSchema.optional(),
  }),
  'machine-test': z.object({ studyId: z.string(), rows: z.array(rowSchemaOf(MACHINE_FIELDS)) }),
  'check-workspace': workspaceCheckSchema,
  /** `studyId`: of the copy that they went through. */
  rehearse: z.object({
    studyId: z.string(),
    title: z.string(),
    rehearsalOf: z.string().nullable(),
    sessions: z.int(),
    responses: z.int(),
  }),
} as const;

export type JobKind = keyof typeof jobResultSchemas;
export type JobResults = { [K in JobKind]: z.infer<(typeof jobResultSchemas)[K]> };
