import { z } from 'zod';

const ofAll = z.object({ count: z.int(), of: z.int() });

/**
 * How a reader is getting on, for the coordinator before results are opened. Nothing in it depends on which tracing is
 * real, but for the catch trials (see docs/security.md), and nothing is told by arm.
 */
export const followRowSchema = z.object({
  sessionId: z.string(),
  reader: z.string(),
  /** Trials that are answered, without practice: the other numbers are of these. */
  answered: z.int(),
  /** Shown again after a break in the program, or with an event that interrupts. */
  interrupted: z.int(),
  /** Sooner than the protocol takes for plausible. */
  fast: z.int(),
  cannotSay: z.int(),
  /** Quartiles, ms; null without an answer. */
  times: z.object({ q1: z.number(), median: z.number(), q3: z.number() }).nullable(),
  /** Medians of the first and the second half of the answers so far, ms; null where there are fewer than ten. */
  drift: z.object({ first: z.number(), second: z.number() }).nullable(),
  /** How often the upper tracing was chosen, of the answers that choose one, with Wilson's interval of 95 %; null without any. */
  upper: ofAll.extend({ interval: z.tuple([z.number(), z.number()]) }).nullable(),
  /** Catch trials that were answered rightly; null while the session goes on, and where there are none. */
  caught: ofAll.nullable(),
});
export type FollowRow = z.infer<typeof followRowSchema>;
