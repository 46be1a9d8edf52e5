import { z } from 'zod';
import { SIDES } from '../questions/side.ts';
import { TRIAL_KINDS } from './trial-kind.ts';

/** One trial of a reader with the truth, as it is told when the results are open. */
export const replayTrialSchema = z.object({
  trialId: z.string(),
  number: z.int(),
  kind: z.enum(TRIAL_KINDS),
  question: z.string(),
  /** How many tracings were shown. */
  tracings: z.literal([1, 2]),
  /** The answer that was given, in the words of the window. */
  answer: z.string(),
  /** The one that is right, or those that are. */
  right: z.string(),
  /** Null for "cannot say". */
  isRight: z.boolean().nullable(),
  /** Side of the real tracing; of a single one 1 says that it was the real one. */
  realSide: z.literal(SIDES),
  /** What made the other tracing, in a few words. */
  made: z.string(),
  /** Whether both are of one record, so that their difference is a perturbation. */
  isPerturbed: z.boolean(),
  record: z.string(),
  otherRecord: z.string().nullable(),
  responseTimeMs: z.number(),
  confidence: z.int().nullable(),
  clue: z.string().nullable(),
});
export type ReplayTrial = z.infer<typeof replayTrialSchema>;

/** A reader's own answers, each trial's last, in the order of the trials; nothing of any other reader. */
export const replaySchema = z.object({
  study: z.string(),
  reader: z.string(),
  sessionId: z.string(),
  virtual: z.boolean(),
  trials: z.array(replayTrialSchema),
});
export type Replay = z.infer<typeof replaySchema>;

/** Both tracings of a trial as they are stored, in the units of the real one's record. */
export const replayTracingsSchema = z.object({
  real: z.array(z.number()),
  made: z.array(z.number()),
  samplingHz: z.number(),
  unitsPerMv: z.number(),
});
export type ReplayTracings = z.infer<typeof replayTracingsSchema>;
