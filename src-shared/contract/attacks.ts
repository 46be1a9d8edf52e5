import { oc } from '@orpc/contract';
import { z } from 'zod';
import { attackOptionsSchema } from '../attack-options.ts';
import { classIndexSchema, intervalSchema, jobStarted, pageSchema, splitSchema } from './common.ts';

export const attackSummarySchema = z.object({
  records: z.int(),
  /** The model's class before the attack equals the label. */
  originallyCorrect: z.int(),
  /** Originally correct; for a targeted attack, without those that had the target's class before. */
  attackable: z.int(),
  /** Of the attackable. */
  fooled: z.int(),
  /** Fooled / attackable; null when no record was attackable. */
  asr: z.number().nullable(),
  /** Wilson 95 %. */
  asrInterval: intervalSchema.nullable(),
  accuracyUnderAttack: z.number(),
  zeroGradient: z.int(),
  secondsPerRecord: z.number(),
});
export type AttackSummary = z.infer<typeof attackSummarySchema>;

export const attackRunSchema = z.object({
  id: z.string(),
  createdAt: z.string(),
  dataset: z.string(),
  model: z.string(),
  split: splitSchema,
  options: attackOptionsSchema,
  engine: z.string(),
  summary: attackSummarySchema,
});
export type AttackRun = z.infer<typeof attackRunSchema>;

/** Size and shape of a perturbation (DOMAIN §5). */
export const perturbationMetricsSchema = z.object({
  /** L∞: the largest |δ|. */
  linfUv: z.number(),
  rmsUv: z.number(),
  /** 20·log₁₀(σ_x / σ_δ); null where one of them is 0. */
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
  /** The largest |δ| on paper at 10 mm/mV. */
  paperMm: z.number(),
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
});
export type ExampleRow = z.infer<typeof exampleRowSchema>;

export const attacksContract = {
  list: oc.output(z.array(attackRunSchema)),
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
  examples: oc
    .input(pageSchema.extend({ runId: z.string(), fooled: z.boolean().optional() }))
    .output(z.object({ total: z.int(), rows: z.array(exampleRowSchema) })),
  /** One example; `original` and `adversarial` are ADC units. */
  example: oc.input(z.object({ exampleId: z.int() })).output(
    exampleRowSchema.extend({
      runId: z.string(),
      samplingHz: z.number(),
      unitsPerMv: z.number(),
      original: z.array(z.int()),
      adversarial: z.array(z.int()),
      probabilitiesBefore: z.array(z.number()).length(4),
      probabilitiesAfter: z.array(z.number()).length(4),
      metrics: perturbationMetricsSchema,
      options: attackOptionsSchema,
    }),
  ),
};
