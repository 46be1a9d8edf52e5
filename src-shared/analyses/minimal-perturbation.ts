import { z } from 'zod';
import { attackOptionsSchema } from '../attacks/index.ts';
import { classIndexSchema } from '../ecg.ts';
import { leadOfRecord, subjectFields, subjectResultFields } from './common.ts';

/**
 * The smallest budget, in whole ADC units (as signals are stored), at which the attack as named, run from its own start,
 * fools each originally correct record: the first point of its curve at which the record is fooled. The method is one
 * that scales with its budget (src-shared/attacks/traits.ts).
 */
export const minimalPerturbationRequestSchema = z.strictObject({
  kind: z.literal('least-perturbation'),
  ...subjectFields,
  /** Its ε and α are replaced at each budget. */
  attack: attackOptionsSchema,
  /** The largest ε tried: a record that is not fooled by it counts as "more than this", ADC units. */
  maxEpsilonUnits: z.int().min(1).max(32767).default(150),
  alphaShare: z.number().positive().max(1).default(0.1),
  /**
   * How it was searched: at every budget. Earlier versions doubled ε and then bisected, each try from the perturbation of a
   * larger ε (`warm`), which is another attack than the one named; such results are kept, and none is made any more.
   */
  search: z.enum(['every', 'warm']).default('every'),
});

/** Said wherever a result of the old search is shown. */
export const WARM_SEARCH =
  'Made by an earlier version, which began each try from the perturbation of a larger ε: it does not belong to the attack that is named. Make the analysis again.';

export const minimalPerturbationResultSchema = z.object({
  ...subjectResultFields,
  records: z.int(),
  originallyCorrect: z.int(),
  /** Originally correct; for a targeted attack, without those that had the target's class before. */
  attackable: z.int(),
  /** Attackable records that nothing up to the largest ε fools. */
  neverFooled: z.int(),
  maxEpsilonUv: z.number(),
  /** One entry for each attackable record, by name. */
  perRecord: z.array(
    z.object({
      record: z.string(),
      lead: leadOfRecord,
      label: classIndexSchema,
      /** The smallest ε in µV that fools; null: none up to the largest. */
      leastUv: z.number().nullable(),
    }),
  ),
  /** The medians of all classes together (class null) and of each class. */
  medians: z.array(
    z.object({
      class: classIndexSchema.nullable(),
      records: z.int(),
      /** The smallest ε at which half of them or more are fooled; null: fewer are fooled even at the largest. */
      medianUv: z.number().nullable(),
      /**
       * Bootstrap 95 % over records; an end is null if it lies beyond the largest ε, both for fewer than two records.
       */
      interval: z.tuple([z.number().nullable(), z.number().nullable()]),
    }),
  ),
});
export type MinimalPerturbationResult = z.infer<typeof minimalPerturbationResultSchema>;
