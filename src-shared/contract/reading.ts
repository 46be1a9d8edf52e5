import { oc } from '@orpc/contract';
import { z } from 'zod';
import { ANSWERS, QUESTIONS } from '../protocol.ts';

/**
 * All that a reader's window may know. The objects are strict: a field that is not named here cannot be sent, so no
 * arm, record, class, file name or side can reach the renderer by accident.
 */
export const readingStudySchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  trials: z.int(),
  /** Sessions of this study that are not finished, to be resumed by their reader. */
  open: z.array(z.strictObject({ reader: z.string(), answered: z.int() })),
});
export type ReadingStudy = z.infer<typeof readingStudySchema>;

const tracingSchema = z.strictObject({ id: z.string(), samples: z.array(z.int()) });

export const trialViewSchema = z.strictObject({
  trialId: z.string(),
  /** 1-based. */
  number: z.int(),
  total: z.int(),
  question: z.enum(QUESTIONS),
  instructions: z.string().nullable(),
  samplingHz: z.number(),
  unitsPerMv: z.number(),
  paperSpeedMmPerS: z.number(),
  gainMmPerMv: z.number(),
  /** Upper, lower. */
  tracings: z.tuple([tracingSchema, tracingSchema]),
});
export type TrialView = z.infer<typeof trialViewSchema>;

/** `trial` is null when every trial is answered. */
export const readingStepSchema = z.strictObject({
  sessionId: z.string(),
  answered: z.int(),
  total: z.int(),
  trial: trialViewSchema.nullable(),
});
export type ReadingStep = z.infer<typeof readingStepSchema>;

/** What the window measured while the trial was answered. */
export const responseInputSchema = z.strictObject({
  sessionId: z.string(),
  trialId: z.string(),
  /** '1' (upper) or '2' (lower) for which-is-real; 'same' or 'different' for same-class. */
  answer: z.enum(ANSWERS),
  /** From the first paint of both tracings to the confirming key or click, ms. */
  responseTimeMs: z.number().min(0),
  choiceChanges: z.int().min(0),
  focusLost: z.int().min(0),
  input: z.enum(['keyboard', 'pointer']),
  devicePixelRatio: z.number().positive(),
  pxPerMm: z.number().positive(),
  viewportWidthPx: z.int().positive(),
  viewportHeightPx: z.int().positive(),
});
export type ResponseInput = z.infer<typeof responseInputSchema>;

export const readingContract = {
  /** Locked studies that can be read. */
  studies: oc.output(z.array(readingStudySchema)),
  /** Starts this reader's session, or resumes it at the first trial without an answer. */
  open: oc
    .input(z.strictObject({ studyId: z.string(), reader: z.string().trim().min(1).max(60) }))
    .output(readingStepSchema),
  /** Stores the answer durably, then hands out the next trial. The same answer sent twice is stored once. */
  respond: oc.input(responseInputSchema).output(readingStepSchema),
};
