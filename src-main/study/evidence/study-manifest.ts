import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from '../../../src-shared/format/canonical-json.ts';
import { ditherBySchema } from '../presentation/dither-streams.ts';

/** One pair, with everything that a result says about it or follows from. Null where the pair has lost a part. */
export const lockedTrialSchema = z.object({
  id: z.string(),
  position: z.int(),
  // Older versions had one round of main trials, each with a pair of one record.
  round: z.int().optional(),
  kind: z.string().optional(),
  pairId: z.string().optional(),
  task: z.string(),
  question: z.string(),
  arm: z.string(),
  realSide: z.int(),
  upperId: z.string(),
  lowerId: z.string(),
  record: z.string().nullable(),
  // Older versions told no lead in results.
  lead: z.string().nullable().optional(),
  otherRecord: z.string().nullable().optional(),
  otherLabel: z.int().nullable().optional(),
  label: z.int().nullable(),
  // Older versions had no pairs of two records.
  madeRecord: z.string().nullable().optional(),
  madeLabel: z.int().nullable().optional(),
  split: z.string().nullable(),
  // Older versions had one list of classes.
  exampleLabel: z.int().nullable().optional(),
  originalClass: z.int().nullable(),
  adversarialClass: z.int().nullable(),
  originallyCorrect: z.int().nullable(),
  fooled: z.int().nullable(),
  /** Of the attack, as all that follows but for the hashes: null in a pair of two records. */
  options: z.unknown(),
  modelSha256: z.string().nullable(),
  /** Of δ, as the example has it. */
  linfUv: z.number().nullable(),
  /** recordHash of the samples, rate and gain that are stored, computed anew: null if nothing is stored. */
  original: z.string().nullable(),
  attacked: z.string().nullable(),
});
export type LockedTrial = z.infer<typeof lockedTrialSchema>;

/** Everything that a study's results depend on, as it was at the lock. */
export const studyManifestSchema = z.object({
  /** Of the program that locked it. */
  programVersion: z.string(),
  /** What the dither of a pair belongs to; older versions did not say. */
  ditherBy: ditherBySchema.default('side'),
  /** Every column that the study's row had, by its name; the protocol as JSON. */
  study: z.record(z.string(), z.unknown()),
  trials: z.array(lockedTrialSchema),
});
export type StudyManifest = z.infer<typeof studyManifestSchema>;

/** SHA-256 of the manifest's canonical JSON: the one digest of the study. */
export function studyDigest(manifest: unknown): string {
  return createHash('sha256').update(canonicalJson(manifest)).digest('hex');
}
