import { z } from 'zod';
import { splitSchema } from '../ecg.ts';
import { intervalSchema } from '../interval.ts';
import { leftOutSchema } from '../models/left-out.ts';

/** `count` of `of`, with Wilson's 95 % interval; null if there was nothing to count. */
export const proportionSchema = z.object({
  count: z.int(),
  of: z.int(),
  rate: z.number().nullable(),
  interval: intervalSchema.nullable(),
});
export type Proportion = z.infer<typeof proportionSchema>;

/** The lead of a record as its file names it; null where that was not kept, missing in results of earlier versions. */
export const leadOfRecord = z.string().nullish();

/** What the result of an analysis of a split says of its records. */
export const subjectResultFields = {
  /** The leads of them that are known, each once, by name. */
  leads: z.array(z.string()).optional(),
  /** Records of the split that were not analysed. */
  leftOut: leftOutSchema.optional(),
};

/** What is analysed: a model on the records of a split, perhaps limited to the first ones by name. */
export const subjectFields = {
  modelId: z.string(),
  datasetId: z.string(),
  split: splitSchema.default('test'),
  limit: z.int().min(1).optional(),
};
