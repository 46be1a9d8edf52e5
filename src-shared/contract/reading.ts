import { oc } from '@orpc/contract';
import { z } from 'zod';
import { samplesSchema } from './samples.ts';
import { displaySchema } from '../study/display.ts';
import { QUESTION_IDS } from '../questions/index.ts';
import { m } from '../messages/compiled/messages.js';
import { isPlainName } from '../names/name.ts';
import { decisionsSchema, GIVEN_ANSWERS } from '../study/decisions.ts';
import { displayFactsSchema } from '../study/display-facts.ts';
import { localTextSchema } from '../study/local-text.ts';
import { SESSION_PAGES, sessionPageInputSchema, sessionSchema } from '../study/session.ts';
import { MAX_RESPONSE_TIME_MS, trialEventsSchema } from '../study/trial-events.ts';

/**
 * All that a reader's window may know. The objects are strict: a field that is not listed here cannot be sent, so no
 * arm, record, class, file name or side can reach the renderer by accident.
 */
export const readingStudySchema = z.strictObject({
  id: z.string(),
  title: z.string(),
  trials: z.int(),
  /** What begins a session: a code that the coordinator has given, or any name. */
  readBy: z.enum(['name', 'code']),
  /** The way besides the trials, as its protocol has it; null where it has none. */
  session: sessionSchema.nullable(),
  /** To sides and order: shown before the first pair, and signed with the first answer. Null in studies of older versions. */
  commitment: z.string().nullable(),
});
export type ReadingStudy = z.infer<typeof readingStudySchema>;

/** A reader's name or code. No spreadsheet takes one that begins with a letter or a digit for a formula. */
export const readerSchema = z
  .string()
  .trim()
  .min(1, { error: () => m.reading_name_missing() })
  .max(60, { error: () => m.reading_name_too_long() })
  .regex(/^[\p{L}\p{N}]/u, { error: () => m.reading_name_first_character() })
  .refine(isPlainName, { error: () => m.reading_name_control_characters() })
  .transform((reader) => reader.replaceAll(/\s+/g, ' '));

const sessionOfReader = z.strictObject({ studyId: z.string(), reader: readerSchema });

/** `samples`: where each lies on the display's own grid, in whole steps; finer than that nothing is sent. */
const tracingSchema = z.strictObject({ id: z.string(), samples: samplesSchema });

export const trialViewSchema = z.strictObject({
  trialId: z.string(),
  /** 1-based. */
  number: z.int(),
  total: z.int(),
  question: z.enum(QUESTION_IDS),
  instructions: localTextSchema.nullable(),
  samplingHz: z.number(),
  /** Steps of the display's grid to a millivolt. */
  stepsPerMv: z.number(),
  paperSpeedMmPerS: z.number(),
  gainMmPerMv: z.number(),
  display: displaySchema,
  /** It was answered, and is shown once more so that the answer can be given anew. */
  amends: z.boolean(),
  /** One, or an upper and a lower one, as the question asks. */
  tracings: z.array(tracingSchema).min(1).max(2),
});
export type TrialView = z.infer<typeof trialViewSchema>;

/** Either a page is next, or a trial, or nothing: then all is done. */
export const readingStepSchema = z.strictObject({
  sessionId: z.string(),
  answered: z.int(),
  total: z.int(),
  page: z.enum(SESSION_PAGES).nullable(),
  trial: trialViewSchema.nullable(),
  /** For the reader to keep, at the end: with it, any change of the answers can be shown. Null in sessions of older versions. */
  receipt: z.strictObject({ fingerprint: z.string(), answers: z.int() }).nullable(),
  /** When the next round may begin, ISO 8601; null where no round is waited for. */
  waitsUntil: z.string().nullable(),
});
export type ReadingStep = z.infer<typeof readingStepSchema>;

/** What the window measured while the trial was answered. */
export const responseInputSchema = z.strictObject({
  sessionId: z.string(),
  trialId: z.string(),
  /** Id of one of the answers to the trial's question, or that the reader cannot say. */
  answer: z.enum(GIVEN_ANSWERS),
  ...decisionsSchema.shape,
  /**
   * From the first paint of every tracing to the confirming key or click, ms; the maximum stands for everything above
   * it.
   */
  responseTimeMs: z.number().min(0).max(MAX_RESPONSE_TIME_MS),
  choiceChanges: z.int().min(0),
  focusLost: z.int().min(0),
  input: z.enum(['keyboard', 'pointer']),
  ...displayFactsSchema.shape,
  /** What happened until then, in the order in which it did. */
  events: trialEventsSchema,
});
export type ResponseInput = z.infer<typeof responseInputSchema>;

export const readingContract = {
  /** Locked studies that can be read. */
  studies: oc.output(z.array(readingStudySchema)),
  /** Starts this reader's session, or resumes it at the first trial without an answer. */
  open: oc.input(sessionOfReader).output(readingStepSchema),
  /** Keeps what was said on the page that is next, and goes on; a page that was turned already stays as it was. */
  turn: oc.input(z.strictObject({ sessionId: z.string(), said: sessionPageInputSchema })).output(readingStepSchema),
  /** Hands out the last answered trial once more, where the study allows it; `respond` then amends its answer. */
  undo: oc.input(z.strictObject({ sessionId: z.string() })).output(readingStepSchema),
  /**
   * Stores the answer durably, then hands out the next trial. The same answer sent twice is stored once; a different
   * one, or one to a trial that is not the next, is a 'conflict': `open` says where the session is.
   */
  respond: oc.input(responseInputSchema).output(readingStepSchema),
};
