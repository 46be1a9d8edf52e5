import { oc } from '@orpc/contract';
import { z } from 'zod';
import { ANALYSIS_KINDS, analysisRequestSchema } from '../analyses/index.ts';
import { jobStarted, splitSchema } from './common.ts';

export const analysisSummarySchema = z.object({
  id: z.string(),
  kind: z.enum(ANALYSIS_KINDS),
  createdAt: z.string(),
  model: z.string(),
  dataset: z.string(),
  split: splitSchema,
  request: analysisRequestSchema,
  engine: z.string(),
  seconds: z.number(),
});
export type AnalysisSummary = z.infer<typeof analysisSummarySchema>;

export const analysesContract = {
  /** Newest first. */
  list: oc.output(z.array(analysisSummarySchema)),
  /** With the result, in the shape of its kind (analysisResultSchemas). */
  get: oc.input(z.object({ id: z.string() })).output(analysisSummarySchema.extend({ result: z.unknown() })),
  /** The job's result has `analysisId`. */
  start: oc.input(z.object({ request: analysisRequestSchema })).output(jobStarted),
};
