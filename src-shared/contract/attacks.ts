import { oc } from '@orpc/contract';
import { z } from 'zod';
import { samplesSchema } from './samples.ts';
import { neighboursOf } from './neighbours.ts';
import { foundOnSchema } from '../attacks/found-on.ts';
import { ATTACK_METHODS, attackOptionsSchema } from '../attacks/index.ts';
import { intervalSchema } from '../interval.ts';
import { classListSchema } from '../class-list.ts';
import { classIndexSchema, splitSchema } from '../ecg.ts';
import { jobStarted, pageSchema } from './common.ts';
import { listVerifications, verifyRun } from './verification.ts';
import { leftOutSchema } from '../models/left-out.ts';

export const attackSummarySchema = z.object({
  records: z.int(),
  /** The model's class before the attack equals the label. */
  originallyCorrect: z.int(),
  /** Originally correct; for a targeted attack, without those that already had the target's class. */
  attackable: z.int(),
  /** Attackable records that are fooled. */
  fooled: z.int(),
  /** Fooled / attackable; null if no record was attackable. */
  asr: z.number().nullable(),
  /** Wilson 95 %. */
  asrInterval: intervalSchema.nullable(),
  accuracyUnderAttack: z.number(),
  zeroGradient: z.int(),
  secondsPerRecord: z.number(),
  /**
   * The control: of the attackable, those whose class changes (or becomes the target) by one random direction of the
   * size and spectrum of their own δ. Missing in runs made before the control existed.
   */
  noiseControl: z
    .object({
      fooled: z.int(),
      rate: z.number().nullable(),
      interval: intervalSchema.nullable(),
      /** Drawn from the attack's seed and method; missing in runs whose control was drawn from the record alone. */
      isSeeded: z.literal(true).optional(),
    })
    .optional(),
  /** Records whose δ reaches into a flat start or end, such as padding leaves. */
  perturbedPadding: z.int().optional(),
  /**
   * In how many shares the records were attacked, which decides what shares a batch: a computer with more cores has more.
   * Missing in runs made before it was stored.
   */
  shares: z.int().min(1).optional(),
  /** Records of the split that were not attacked. */
  leftOut: leftOutSchema.optional(),
  /** Attacked records that the model was trained on. */
  trainedOn: z.int().optional(),
  /** Forward passes of a black-box attack, mean over the attackable records; null if the attack does not count them. */
  queriesPerRecord: z.number().nullable().optional(),
  /** Starts of an attack with restarts, mean over its records: fewer than allowed if some are fooled earlier. */
  startsPerRecord: z.number().nullable().optional(),
  /** Of an attack that is several in turn: the attackable records that each was tried on, and those that it fooled. */
  parts: z.array(z.object({ attack: z.string(), tried: z.int(), fooled: z.int() })).optional(),
  foundOn: foundOnSchema.optional(),
  /** What the model gave before the attack; missing in runs made before it was looked at. */
  outputs: z
    .object({
      /** Not the same twice for the same signals. */
      vary: z.boolean(),
      /** They look like probabilities, where logits are expected. */
      areProbabilities: z.boolean(),
    })
    .optional(),
});
export type AttackSummary = z.infer<typeof attackSummarySchema>;

export const attackRunSchema = z.object({
  id: z.string(),
  createdAt: z.string(),
  dataset: z.string(),
  model: z.string(),
  /** Of the model: all classes of the run and its examples are positions in it. */
  classes: classListSchema,
  split: splitSchema,
  options: attackOptionsSchema,
  engine: z.string(),
  summary: attackSummarySchema,
});
export type AttackRun = z.infer<typeof attackRunSchema>;

const FINDING_CODES = [
  'black-box-beats-white-box',
  'one-step-beats-many',
  'constrained-beats-free',
  'targeted-beats-untargeted',
  'more-steps-fool-more',
  'not-growing-with-budget',
  'large-budget-short-of-all',
  'steps-too-short',
  'noise-as-good',
  'zero-gradients',
  'logits-rebuilt',
  'trained-on-records',
  'wrong-before-counted',
  'padding-perturbed',
  'few-records',
  'worst-case-missing',
  'worst-case-beaten',
  'outputs-vary',
  'outputs-are-probabilities',
] as const;

/**
 * A finding of the linter about how a model was attacked (Carlini et al. 2019, "On Evaluating Adversarial Robustness").
 */
export const findingSchema = z.object({
  code: z.enum(FINDING_CODES),
  /**
   * `error`: the numbers do not mean what they seem to; `warning`: they may not; `note`: should be reported with them.
   */
  severity: z.enum(['error', 'warning', 'note']),
  /** One sentence with the numbers. */
  message: z.string(),
  /** What to do. */
  cure: z.string(),
});
export type Finding = z.infer<typeof findingSchema>;
export type FindingCode = Finding['code'];

const change = z.number().nullable().optional();

/**
 * Size and shape of a perturbation (docs/methods.md). Optional measures are missing in examples made before they were
 * measured; those that compare beats are null if too few are found in both signals.
 */
export const perturbationMetricsSchema = z.object({
  /** L∞: the largest |δ|. */
  linfUv: z.number(),
  rmsUv: z.number(),
  /** 20·log₁₀(σ_x / σ_δ); null if one of them is 0. */
  snrDb: z.number().nullable(),
  /** 100·‖δ‖ / ‖x − x̄‖; null for a flat record. */
  prdnPercent: z.number().nullable(),
  /** Σ|Δδ|. */
  totalVariationUv: z.number(),
  /** Var(Δδ). */
  varianceOfDifferencesUv2: z.number(),
  /** Share of δ's energy, 0 to 1; null where δ is 0. */
  energyAbove15Hz: z.number().nullable(),
  energyAbove40Hz: z.number().nullable(),
  /** The largest |δ| on paper at 10 mm/mV; `devicePixels` in visibility.ts has it on a display. */
  paperMm: z.number(),
  /** R peaks found in the original. */
  beats: z.int().optional(),
  /** R peaks of the original without one nearby in x′, and vice versa. */
  beatsLost: z.int().optional(),
  beatsGained: z.int().optional(),
  /** Mean and largest |ΔRR| over intervals between the same two beats. */
  rrMeanChangeMs: change,
  rrMaxChangeMs: change,
  /** Mean and largest change of a beat's QRS amplitude (highest minus lowest point), in µV and in percent of it. */
  qrsMeanChangeUv: change,
  qrsMaxChangeUv: change,
  qrsMeanChangePercent: change,
  qrsMaxChangePercent: change,
});
export type PerturbationMetrics = z.infer<typeof perturbationMetricsSchema>;

const exampleRowSchema = z.object({
  id: z.int(),
  record: z.string(),
  label: classIndexSchema,
  originalClass: classIndexSchema,
  adversarialClass: classIndexSchema,
  originallyCorrect: z.boolean(),
  fooled: z.boolean(),
  linfUv: z.number(),
  rmsUv: z.number(),
  /** Whether a random direction of δ's size and spectrum also fools the model; null if it was not tried. */
  noiseFooled: z.boolean().nullable(),
  /** Forward passes of a black-box attack on this record. */
  queries: z.int().nullable(),
  /** How often the record was attacked, each time from another start, and which of them was kept, from 1. */
  starts: z.int().nullable(),
  keptStart: z.int().nullable(),
});
export type ExampleRow = z.infer<typeof exampleRowSchema>;

/** The runs that are wanted; a criterion that is left out lets all through. */
const runFilterSchema = z.object({
  method: z.enum(ATTACK_METHODS).optional(),
  /** Names. */
  model: z.string().optional(),
  dataset: z.string().optional(),
  split: splitSchema.optional(),
  epsilonUnits: z.number().optional(),
  /** The target, the paper's protocol, or none. */
  goal: z.union([classIndexSchema, z.literal('han2020'), z.literal('untargeted')]).optional(),
});
export type RunFilter = z.infer<typeof runFilterSchema>;

/** Every value that occurs among the runs of the workspace. */
const runChoicesSchema = z.object({
  method: z.array(z.enum(ATTACK_METHODS)),
  model: z.array(z.string()),
  dataset: z.array(z.string()),
  split: z.array(splitSchema),
  epsilonUnits: z.array(z.number()),
  goal: z.array(runFilterSchema.shape.goal.unwrap()),
  /** Those of their models, each once: what a goal that is a class can mean. */
  classLists: z.array(classListSchema),
});
export type RunChoices = z.infer<typeof runChoicesSchema>;

/** `interval`: by the lower end of the success rate's interval. */
const RUN_SORTS = [
  'created',
  'method',
  'epsilon',
  'model',
  'dataset',
  'success',
  'interval',
  'accuracy',
  'seconds',
] as const;
const EXAMPLE_SORTS = ['record', 'label', 'before', 'after', 'outcome', 'linf', 'rms'] as const;
export type RunSort = (typeof RUN_SORTS)[number];
export type ExampleSort = (typeof EXAMPLE_SORTS)[number];

const exampleListSchema = z.object({
  runId: z.string(),
  fooled: z.boolean().optional(),
  label: classIndexSchema.optional(),
  nameContains: z.string().max(100).optional(),
  sort: z.enum(EXAMPLE_SORTS).default('record'),
  descending: z.boolean().default(false),
});

export const attacksContract = {
  /** Every run, newest first. */
  list: oc.output(z.array(attackRunSchema)),
  get: oc.input(z.object({ runId: z.string() })).output(attackRunSchema),
  /** One page of those that pass the filter. */
  page: oc
    .input(
      pageSchema.extend({
        filter: runFilterSchema.default({}),
        sort: z.enum(RUN_SORTS).default('created'),
        descending: z.boolean().default(true),
      }),
    )
    .output(z.object({ total: z.int(), rows: z.array(attackRunSchema) })),
  choices: oc.output(runChoicesSchema),
  start: oc
    .input(
      z.object({
        modelId: z.string(),
        datasetId: z.string(),
        split: splitSchema.default('test'),
        limit: z.int().min(1).optional(),
        options: attackOptionsSchema,
      }),
    )
    .output(jobStarted),
  verify: verifyRun,
  verifications: listVerifications,
  /** The job writes the run as NPZ to this path of the machine that the program runs on. */
  export: oc.input(z.object({ runId: z.string(), path: z.string().min(1) })).output(jobStarted),
  /** What the run did to each record, as CSV. */
  outcomes: oc.input(z.object({ runId: z.string() })).output(z.object({ text: z.string() })),
  /** This run, checked against what is known about sound ones and against the workspace's other runs. */
  findings: oc.input(z.object({ runId: z.string() })).output(z.array(findingSchema)),
  examples: oc
    .input(exampleListSchema.extend(pageSchema.shape))
    .output(z.object({ total: z.int(), rows: z.array(exampleRowSchema) })),
  /** Where an example is in such a list; null if it is not in it. */
  neighbours: oc
    .input(z.object({ exampleId: z.int(), list: exampleListSchema }))
    .output(neighboursOf(z.int()).nullable()),
  /** One example; `original` and `adversarial` are ADC units, at most RECORD_PIECE_SAMPLES of `sampleCount`. */
  example: oc.input(z.object({ exampleId: z.int(), fromSample: z.int().nonnegative().default(0) })).output(
    exampleRowSchema.extend({
      runId: z.string(),
      samplingHz: z.number(),
      unitsPerMv: z.number(),
      sampleCount: z.int(),
      original: samplesSchema,
      adversarial: samplesSchema,
      probabilitiesBefore: z.array(z.number()),
      probabilitiesAfter: z.array(z.number()),
      metrics: perturbationMetricsSchema,
      options: attackOptionsSchema,
      classes: classListSchema,
    }),
  ),
};
