import { oc } from '@orpc/contract';
import { z } from 'zod';
import {
  ANALYSIS_KINDS,
  analysisRequestSchema,
  analysisRequestSchemas,
  analysisResultSchemas,
  type AnalysisKind,
  type RequestOf,
  type ResultOf,
} from '../analyses/index.ts';
import { ATTACK_METHODS, attackOptionsSchema } from '../attacks/index.ts';
import { classListSchema } from '../class-list.ts';
import { splitSchema } from '../ecg.ts';
import { jobStarted, pageSchema } from './common.ts';

export const analysisSummarySchema = z.object({
  id: z.string(),
  kind: z.enum(ANALYSIS_KINDS),
  createdAt: z.string(),
  model: z.string(),
  /** Of the model. */
  classes: classListSchema,
  dataset: z.string(),
  split: splitSchema,
  request: analysisRequestSchema,
  engine: z.string(),
  seconds: z.number(),
});
export type AnalysisSummary = z.infer<typeof analysisSummarySchema>;

const withResult = <K extends AnalysisKind>(kind: K) =>
  analysisSummarySchema.extend({
    kind: z.literal(kind),
    request: analysisRequestSchemas[kind],
    result: analysisResultSchemas[kind],
  });

/** One analysis with its result, both in the shape of its kind. */
const analysisSchema = z.discriminatedUnion('kind', [
  withResult('targeted-table'),
  withResult('epsilon-curve'),
  withResult('least-perturbation'),
  withResult('existence'),
  withResult('transfer'),
  withResult('certificate'),
  withResult('device'),
]);
export type AnalysisOf<K extends AnalysisKind> = Omit<AnalysisSummary, 'kind' | 'request'> & {
  kind: K;
  request: RequestOf<K>;
  result: ResultOf<K>;
};
export type Analysis = { [K in AnalysisKind]: AnalysisOf<K> }[AnalysisKind];

/** One of a list, with the attack that it makes, or that of the run that it starts from. */
const analysisListedSchema = analysisSummarySchema.extend({ attack: attackOptionsSchema.nullable() });
export type AnalysisListed = z.infer<typeof analysisListedSchema>;

/** The analyses that are wanted; a criterion that is left out lets all through. */
const analysisFilterSchema = z.object({
  kind: z.enum(ANALYSIS_KINDS).optional(),
  method: z.enum(ATTACK_METHODS).optional(),
  /** Names. */
  model: z.string().optional(),
  dataset: z.string().optional(),
  split: splitSchema.optional(),
});
export type AnalysisFilter = z.infer<typeof analysisFilterSchema>;

/** Every value that occurs among the analyses of the workspace. */
const analysisChoicesSchema = z.object({
  kind: z.array(z.enum(ANALYSIS_KINDS)),
  method: z.array(z.enum(ATTACK_METHODS)),
  model: z.array(z.string()),
  dataset: z.array(z.string()),
  split: z.array(splitSchema),
});
export type AnalysisChoices = z.infer<typeof analysisChoicesSchema>;

const ANALYSIS_SORTS = ['created', 'kind', 'attack', 'model', 'dataset', 'seconds'] as const;
export type AnalysisSort = (typeof ANALYSIS_SORTS)[number];

export const analysesContract = {
  /** One page of those that pass the filter. */
  page: oc
    .input(
      pageSchema.extend({
        filter: analysisFilterSchema.default({}),
        sort: z.enum(ANALYSIS_SORTS).default('created'),
        descending: z.boolean().default(true),
      }),
    )
    .output(z.object({ total: z.int(), rows: z.array(analysisListedSchema) })),
  choices: oc.output(analysisChoicesSchema),
  get: oc.input(z.object({ id: z.string() })).output(analysisSchema),
  /** Its table as CSV: the file's name and text. */
  export: oc
    .input(z.object({ id: z.string() }))
    .output(z.object({ fileName: z.string(), mediaType: z.string(), text: z.string() })),
  /** The job's result has `analysisId`. */
  start: oc.input(z.object({ request: analysisRequestSchema })).output(jobStarted),
};
