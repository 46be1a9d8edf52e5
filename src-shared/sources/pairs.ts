import { z } from 'zod';
import { nameSchema } from '../names/name.ts';
import { defineSource } from './define-source.ts';

/** Longest name of a record. */
const LONGEST = 200;

export const listedPairSchema = z.strictObject({
  /** Name of the record of the study's dataset. */
  real: nameSchema(LONGEST),
  /** Name of the record of the source's dataset. */
  made: nameSchema(LONGEST),
  /** What its author calls the pair; the results name it so. */
  pair: nameSchema(LONGEST).optional(),
  /** Line of the CSV file that it was read from. */
  line: z.int().min(1).optional(),
});
export type ListedPair = z.infer<typeof listedPairSchema>;

/** The pairs are listed, in the protocol itself or in a CSV file that goes into it when the study is built. */
export const pairsSource = defineSource({
  kind: 'pairs',
  sentence: 'Pairs that a list names, record by record: from a CSV file, or in the protocol.',
  schema: z.strictObject({
    kind: z.literal('pairs'),
    dataset: nameSchema(),
    list: z.array(listedPairSchema).min(1).max(10_000).optional(),
  }),
  words: ({ dataset }) => `listed pairs with records of ${dataset}`,
});
