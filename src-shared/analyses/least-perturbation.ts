import { z } from 'zod';
import { attackOptionsSchema } from '../attack-options.ts';
import { subjectFields } from './common.ts';

const classIndex = z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]);

/** The smallest budget that fools each originally correct record, found by bisection. */
export const leastPerturbationRequestSchema = z.strictObject({
  kind: z.literal('least-perturbation'),
  ...subjectFields,
  /** Its ε and α are replaced during the search. */
  attack: attackOptionsSchema,
  /** Where the search ends: a record that is not fooled here counts as "more than this", ADC units. */
  maxEpsilonUnits: z.number().min(1).max(32767).default(150),
  alphaShare: z.number().positive().max(1).default(0.1),
});

export const leastPerturbationResultSchema = z.object({
  records: z.int(),
  originallyCorrect: z.int(),
  maxEpsilonUv: z.number(),
  /** One entry for each originally correct record. */
  perRecord: z.array(
    z.object({
      record: z.string(),
      label: classIndex,
      /** The smallest ε in µV that fools; null: none up to the largest. */
      leastUv: z.number().nullable(),
    }),
  ),
  /** Share of records that are not fooled yet at each ε where one falls; starts at (0, 1). */
  survival: z.array(z.object({ epsilonUv: z.number(), share: z.number() })),
  /** Of all classes together (class null) and of each. */
  medians: z.array(
    z.object({
      class: classIndex.nullable(),
      records: z.int(),
      /** Null: half of them stand at the largest ε. */
      medianUv: z.number().nullable(),
      /** Bootstrap 95 % over records; an end is null where it lies beyond the largest ε. */
      interval: z.tuple([z.number().nullable(), z.number().nullable()]),
    }),
  ),
});
