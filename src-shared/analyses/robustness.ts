import { z } from 'zod';
import { proportionSchema } from './common.ts';
import { splitSchema } from '../ecg.ts';
import { intervalSchema } from '../interval.ts';
import type { FieldDeclaration, RowOf } from '../tables/field-declaration.ts';

/** The budgets at which models are compared, µV: those of the published defence of Wiedeman and Wang on the same records. */
export const ROBUSTNESS_GRID_UV = [1, 2, 5, 10, 50, 75, 100, 150] as const;

/** What is promised of a record, and by what. */
export const CERTIFIED_KINDS = ['smoothing', 'smoothing-smooth'] as const;
export const CERTIFIED_WORDS = {
  smoothing: 'Certified by smoothing',
  'smoothing-smooth': 'Certified against smooth ones',
} as const satisfies Record<(typeof CERTIFIED_KINDS)[number], string>;

/** One model at one budget under every attack that judged it there. */
const worstCaseSchema = z.object({
  epsilonUv: z.number(),
  /** Classified correctly before any attack. */
  correct: z.int(),
  /** Of all records that were judged: still correct, whatever was stored. */
  robust: proportionSchema,
  /** Which attacks judged them at this budget, in words, the strongest effort of each. */
  attacks: z.array(z.string()),
});
export type WorstCase = z.infer<typeof worstCaseSchema>;

const certifiedSchema = z.object({
  epsilonUv: z.number(),
  /** Of all records that were certified or tried: correct, and certain up to the budget. */
  certified: proportionSchema,
  /** Of the noise, where it is by smoothing, µV. */
  sigmaUv: z.number(),
});
export type CertifiedShare = z.infer<typeof certifiedSchema>;

/** Models under attack, side by side: what the workspace holds. A cell is null where nothing of it was computed. */
export const robustnessSchema = z.object({
  dataset: z.string(),
  split: z.string(),
  epsilonsUv: z.array(z.number()),
  models: z.array(
    z.object({
      modelId: z.string(),
      name: z.string(),
      /** On all records of the split; null: not evaluated. */
      clean: z
        .object({
          records: z.int(),
          accuracy: z.number(),
          meanF1: z.number(),
          accuracyInterval: intervalSchema.nullable(),
          meanF1Interval: intervalSchema.nullable(),
        })
        .nullable(),
      /** In the order of the budgets, as the shares of each kind of certificate. */
      worst: z.array(worstCaseSchema.nullable()),
      certified: z.record(z.enum(CERTIFIED_KINDS), z.array(certifiedSchema.nullable())),
    }),
  ),
  /** When the newest of it was stored, ISO 8601; empty where there is nothing. */
  newestResult: z.string(),
});
export type Robustness = z.infer<typeof robustnessSchema>;

/** Which models, on which records, at which budgets; those of the grid if left out. */
const epsilons = z.array(z.number().positive().max(10_000)).min(1).max(30);
export const askRobustnessSchema = z.object({
  modelIds: z.array(z.string()).min(1).max(10),
  datasetId: z.string(),
  split: splitSchema.default('test'),
  epsilonsUv: epsilons.optional(),
});

/** What is made where it is missing. */
export const fillRobustnessSchema = askRobustnessSchema.extend({
  /** The first records of the split, by name. */
  limit: z.int().min(1).default(50),
  /** Of APGD, at each budget. */
  steps: z.int().min(1).max(10_000).default(20),
  /** Also certified by smoothing with noise of these standard deviations, µV. */
  sigmasUv: z.array(z.number().positive().max(10_000)).max(10).default([]),
});
export type FillRobustness = z.infer<typeof fillRobustnessSchema>;
export type RobustModel = Robustness['models'][number];

const SHARE = { type: 'number', nullable: true } as const;

/** The comparison as a table: a row for each model, budget and kind of figure. */
export const ROBUSTNESS_FIELDS = [
  { name: 'model', type: 'text', description: 'Name of the model.' },
  {
    name: 'figure',
    type: 'text',
    values: ['accuracy', 'mean-f1', 'robust', ...CERTIFIED_KINDS],
    description:
      'accuracy and mean-f1: on all records of the split, without an attack; robust: correct under every stored attack that judged the record; smoothing, smoothing-smooth: correct and certified, against all perturbations or against smooth ones.',
  },
  {
    name: 'epsilon',
    type: 'number',
    unit: 'µV',
    nullable: true,
    description: 'Budget: the largest change of any sample; missing without an attack.',
  },
  { name: 'share', ...SHARE, description: 'count / of, or the score; missing where it was not computed.' },
  { name: 'low', ...SHARE, description: 'Lower end of its 95 % interval (Wilson; of scores, bootstrap).' },
  { name: 'high', ...SHARE, description: 'Upper end of the same interval.' },
  { name: 'count', type: 'integer', nullable: true, description: 'Records that count.' },
  { name: 'of', type: 'integer', nullable: true, description: 'All records that were judged.' },
  {
    name: 'correct',
    type: 'integer',
    nullable: true,
    description: 'Of these, classified correctly before any attack: correct − count of them are fooled.',
  },
  {
    name: 'by',
    type: 'text',
    nullable: true,
    description: 'The attacks that judged them at this budget, or the noise of the certificates.',
  },
] as const satisfies FieldDeclaration[];
export type RobustnessRow = RowOf<typeof ROBUSTNESS_FIELDS>;
