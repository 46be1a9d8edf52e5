import { z } from 'zod';
import { attackOptionsSchema } from '../attacks/index.ts';
import { classIndexSchema } from '../ecg.ts';
import { proportionSchema, subjectFields, subjectResultFields } from './common.ts';

/** Table 1 of Han et al. 2020: how often records that the model calls one class are led to each of the others. */
export const targetedTableRequestSchema = z.strictObject({
  kind: z.literal('targeted-table'),
  ...subjectFields,
  /** Its target is ignored: each class is the target in turn. */
  attack: attackOptionsSchema,
});

/**
 * Table 1 of the paper: from each class (the model's, before the attack) to each of the others; null on the diagonal.
 */
export const PAPER_TARGETED_TABLE: readonly (readonly (number | null)[])[] = [
  [null, 0.57, 0.55, 0.13],
  [0.74, null, 0.87, 0.22],
  [0.72, 0.76, null, 0.2],
  [0.79, 0.64, 0.57, null],
];

export const targetedTableResultSchema = z.object({
  ...subjectResultFields,
  records: z.int(),
  /** Every class of the model before the attack to every other one; twelve of four. */
  cells: z.array(
    z.object({
      from: classIndexSchema,
      to: classIndexSchema,
      /** Of all records that the model assigned to the class `from`. */
      all: proportionSchema,
      /** Of those where that class is the label. */
      correct: proportionSchema,
      /** The paper's share for this cell, 0 to 1; null where the classes are not those of CinC 2017. */
      paper: z.number().nullable(),
    }),
  ),
  /** The stored attack run of each target, in the order of the classes. */
  runIds: z.array(z.string()),
});
