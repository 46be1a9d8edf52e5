import { z } from 'zod';
import { certificateRequestSchema, certificateResultSchema } from './certificate.ts';
import { deviceRequestSchema, deviceResultSchema } from './device.ts';
import { epsilonCurveRequestSchema, epsilonCurveResultSchema } from './epsilon-curve.ts';
import { existenceRequestSchema, existenceResultSchema } from './existence.ts';
import { minimalPerturbationRequestSchema, minimalPerturbationResultSchema } from './minimal-perturbation.ts';
import { targetedTableRequestSchema, targetedTableResultSchema } from './targeted-table.ts';
import { transferRequestSchema, transferResultSchema } from './transfer.ts';

/** What takes more than one attack run: a question about a model, how it is asked, and the shape of the answer. */
export const analysisResultSchemas = {
  'targeted-table': targetedTableResultSchema,
  'epsilon-curve': epsilonCurveResultSchema,
  'least-perturbation': minimalPerturbationResultSchema,
  existence: existenceResultSchema,
  transfer: transferResultSchema,
  certificate: certificateResultSchema,
  device: deviceResultSchema,
} as const;

export const analysisRequestSchemas = {
  'targeted-table': targetedTableRequestSchema,
  'epsilon-curve': epsilonCurveRequestSchema,
  'least-perturbation': minimalPerturbationRequestSchema,
  existence: existenceRequestSchema,
  transfer: transferRequestSchema,
  certificate: certificateRequestSchema,
  device: deviceRequestSchema,
} as const;

export const analysisRequestSchema = z.discriminatedUnion('kind', [
  analysisRequestSchemas['targeted-table'],
  analysisRequestSchemas['epsilon-curve'],
  analysisRequestSchemas['least-perturbation'],
  analysisRequestSchemas.existence,
  analysisRequestSchemas.transfer,
  analysisRequestSchemas.certificate,
  analysisRequestSchemas.device,
]);

export const ANALYSIS_KINDS = Object.keys(analysisResultSchemas) as [AnalysisKind, ...AnalysisKind[]];

export type AnalysisRequest = z.infer<typeof analysisRequestSchema>;
export type AnalysisKind = AnalysisRequest['kind'];
export type RequestOf<K extends AnalysisKind> = Extract<AnalysisRequest, { kind: K }>;
export type ResultOf<K extends AnalysisKind> = z.infer<(typeof analysisResultSchemas)[K]>;
