import { z } from 'zod';
import { attackOptionsSchema } from '../attacks/index.ts';
import { EFFORTS } from '../attacks/more-effort.ts';
import { proportionSchema, subjectFields, subjectResultFields } from './common.ts';

/** Success against the size of the budget, beside noise of the same size and spectrum. */
export const epsilonCurveRequestSchema = z.strictObject({
  kind: z.literal('epsilon-curve'),
  ...subjectFields,
  /** Its ε and α are replaced at each point. */
  attack: attackOptionsSchema,
  /** Budgets, ADC units. */
  epsilonsUnits: z.array(z.number().min(1).max(32767)).min(1).default([1, 2, 5, 10, 20, 50, 100, 150]),
  /** α of each point as a share of its ε. */
  alphaShare: z.number().positive().max(1).default(0.1),
  /** Also with more effort, at the budget of the curve nearest to the attack's own. */
  effort: z.literal(true).optional(),
});

export const epsilonCurveResultSchema = z.object({
  ...subjectResultFields,
  records: z.int(),
  originallyCorrect: z.int(),
  /** Originally correct; for a targeted attack, without those that had the target's class before. */
  attackable: z.int(),
  points: z.array(
    z.object({
      epsilonUnits: z.number(),
      epsilonUv: z.number(),
      alphaUnits: z.number(),
      /** Attackable records that are fooled. */
      fooled: proportionSchema,
      /** The same records with a random direction of the size and spectrum of their δ instead. */
      noise: proportionSchema,
    }),
  ),
  /** With more effort, on the same records; missing where nobody asked. */
  effort: z
    .array(
      z.object({
        what: z.enum(EFFORTS),
        epsilonUnits: z.number(),
        epsilonUv: z.number(),
        /** Gradients or queries for each record, at most. */
        evaluations: z.object({ own: z.int(), more: z.int() }),
        fooled: proportionSchema,
        /** Records that only the attack with more effort fools, and that only the one without does. */
        gained: z.int(),
        lost: z.int(),
        /** Exact McNemar test of the two. */
        p: z.number(),
      }),
    )
    .optional(),
  /** Every record, by name; missing in results of earlier versions. */
  perRecord: z
    .array(
      z.object({
        record: z.string(),
        /** Classified correctly before the attack. */
        isCorrect: z.boolean(),
        /** The budgets at which it is fooled, ascending, µV. */
        fooledUv: z.array(z.number()),
      }),
    )
    .optional(),
});
