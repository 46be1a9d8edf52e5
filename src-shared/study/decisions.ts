import { z } from 'zod';
import { ANSWERS, type Answer } from '../questions/index.ts';

/** Given instead of an answer, where a protocol allows it: neither right nor wrong. */
export const CANNOT_SAY = 'cannot-say';
export type GivenAnswer = Answer | typeof CANNOT_SAY;
export const GIVEN_ANSWERS: readonly GivenAnswer[] = [...ANSWERS, CANNOT_SAY];

/** From 1, guessed, to 4, certain. */
export const CONFIDENCES = [1, 2, 3, 4] as const;
export type Confidence = (typeof CONFIDENCES)[number];

/** What looked wrong, and where: either may be left out. */
export const clueSchema = z.strictObject({
  reason: z.string().trim().max(500),
  span: z
    .strictObject({ tracing: z.union([z.literal(0), z.literal(1)]), fromS: z.number().min(0), toS: z.number().min(0) })
    .nullable(),
});
export type Clue = z.infer<typeof clueSchema>;

/** What a reader decides of a trial besides its question; what the protocol does not ask is null. */
export const decisionsSchema = z.strictObject({
  confidence: z.literal(CONFIDENCES).nullable(),
  clue: clueSchema.nullable(),
  /** This answer takes the place of the last one, which stays in the record. */
  amends: z.boolean(),
});
