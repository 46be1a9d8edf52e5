import { oc } from '@orpc/contract';
import { z } from 'zod';
import { listedPairSchema } from '../sources/pairs.ts';
import { protocolSchema } from '../study/protocol.ts';
import { pairsFileSchema } from './pairs-file.ts';
import { armPowerSchema, eligibleRequestSchema, eligibleSchema } from './outlook.ts';

/** Longer than any protocol that a person writes, and than one that lists ten thousand pairs. */
const MOST_CHARACTERS = 2_000_000;

/** What the designer holds: the text of a protocol.json, valid or not, and what it is to be built from. */
const contentSchema = z.object({
  text: z.string().max(MOST_CHARACTERS),
  datasetId: z.string().nullable(),
  modelId: z.string().nullable(),
});
export type DesignContent = z.infer<typeof contentSchema>;

const designSchema = z.object({
  ...contentSchema.shape,
  id: z.string(),
  /** Counts the times it was stored. */
  revision: z.int(),
  updatedAt: z.string(),
});
export type Design = z.infer<typeof designSchema>;

const designSummarySchema = z.object({
  id: z.string(),
  title: z.string(),
  updatedAt: z.string(),
  /** What one reader answers; null while there are mistakes in it. */
  trials: z.int().nullable(),
  /** Mistakes in its text. */
  problems: z.int(),
});
export type DesignSummary = z.infer<typeof designSummarySchema>;

/** The pairs of one arm, `task/arm`. */
const armListSchema = z.object({ arm: z.string(), list: z.array(listedPairSchema) });
export type ArmList = z.infer<typeof armListSchema>;

/** What is wrong with listed pairs; `line` of the CSV file that they came from. */
const listMistakesSchema = z.object({
  mistakes: z.array(z.object({ line: z.int().nullable(), sentence: z.string() })),
  /** How many more there are. */
  more: z.int(),
});
export type ListMistakes = z.infer<typeof listMistakesSchema>;

/** Protocols that somebody is still writing. They are deleted, and taken back, through `removal`. */
export const designsContract = {
  list: oc.output(z.array(designSummarySchema)),
  /** Throws 'not-found' for one that was deleted. */
  get: oc.input(z.object({ id: z.string() })).output(designSchema),
  create: oc.input(contentSchema).output(designSchema),
  /** `revision`: of what was changed. Throws 'conflict' where it was changed elsewhere since. */
  save: oc
    .input(z.object({ ...contentSchema.shape, id: z.string(), revision: z.int() }))
    .output(z.object({ revision: z.int(), updatedAt: z.string() })),
  /** Another design with the same content, and a title that says so. */
  copy: oc.input(z.object({ id: z.string() })).output(designSchema),
  /** What the exact tests of one reader can tell in each arm, if the true share of right answers is `p`. */
  power: oc.input(z.object({ protocol: protocolSchema, p: z.number().min(0).max(1) })).output(z.array(armPowerSchema)),
  /**
   * The pairs that a CSV file lists, by arm. `arms`: those that list theirs; `own`: that of lines that name none. Throws
   * 'bad-input' that names the line.
   */
  readPairs: oc
    .input(z.object({ file: pairsFileSchema, arms: z.array(z.string()).min(1), own: z.string() }))
    .output(z.array(armListSchema)),
  /** What is wrong with listed pairs: records that the two datasets do not have, or of another rate, or listed twice. */
  checkPairs: oc
    .input(z.object({ arm: z.string(), list: z.array(listedPairSchema), datasetId: z.string(), dataset: z.string() }))
    .output(listMistakesSchema),
  /** Which records each arm may show, as far as it is known before the study is built. */
  eligible: oc.input(eligibleRequestSchema).output(eligibleSchema),
};
