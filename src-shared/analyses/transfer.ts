import { z } from 'zod';
import { attackOptionsSchema } from '../attacks/index.ts';
import { proportionSchema, subjectFields, subjectResultFields } from './common.ts';

/** Black box by transfer: a surrogate is attacked, the target only judges. */
export const transferRequestSchema = z.strictObject({
  kind: z.literal('transfer'),
  ...subjectFields,
  /** `modelId` is the target; this one is attacked. */
  surrogateModelId: z.string(),
  attack: attackOptionsSchema,
});

export const transferResultSchema = z.object({
  ...subjectResultFields,
  records: z.int(),
  /**
   * Records that the target classifies correctly (without those that have a targeted attack's class): the denominator
   * of the target's shares.
   */
  targetCorrect: z.int(),
  surrogateCorrect: z.int(),
  /** Share of records to which both give the same class before the attack. */
  agreement: proportionSchema,
  /** Records on which the surrogate's own class changes, of those that it classifies correctly. */
  fooledSurrogate: proportionSchema,
  fooledTarget: proportionSchema,
  /** The same, among the records on which the attack fooled the surrogate. */
  fooledTargetWhereSurrogate: proportionSchema,
  /** Random directions of the same size and spectrum on the same records, judged by the target. */
  noise: proportionSchema,
  /** Records that the target was trained on; missing if that is not known. The run has those of the surrogate. */
  targetTrainedOn: z.int().optional(),
  /** The stored attack run on the surrogate. */
  runId: z.string(),
});
