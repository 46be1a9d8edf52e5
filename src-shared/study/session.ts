import { z } from 'zod';
import { localTextSchema } from './local-text.ts';

const common = {
  id: z.string().regex(/^[a-z][a-z0-9_-]{0,39}$/, {
    error: 'must be 1 to 40 lower-case letters, digits, hyphens or underscores, and begin with a letter',
  }),
  label: localTextSchema,
  required: z.boolean().default(true),
};

/** What is asked of a reader before the first trial. */
const fieldSchema = z.discriminatedUnion('kind', [
  z.strictObject({ ...common, kind: z.literal('text') }),
  z.strictObject({ ...common, kind: z.literal('number'), min: z.number().optional(), max: z.number().optional() }),
  z.strictObject({
    ...common,
    kind: z.literal('choice'),
    /** By an id, which is stored. */
    choices: z.record(common.id, localTextSchema).refine((all) => Object.keys(all).length > 1, {
      error: 'must have two choices at least',
    }),
  }),
]);
export type QuestionnaireField = z.infer<typeof fieldSchema>;

const clueSchema = z.strictObject({
  /** Offered beside a reason in the reader's own words. */
  reasons: z.array(localTextSchema).max(12).default([]),
});

/** A reader's way through a study, besides its trials. */
export const sessionSchema = z.strictObject({
  /** Markdown; nothing is shown of the study before it is accepted. */
  consent: localTextSchema.optional(),
  questionnaire: z
    .array(fieldSchema)
    .max(40)
    .refine((fields) => new Set(fields.map(({ id }) => id)).size === fields.length, {
      error: 'must not have two fields with one id',
    })
    .default([]),
  /** Markdown, shown before the first trial and again after `resumeAfterHours` without an answer. */
  instructions: localTextSchema.optional(),
  resumeAfterHours: z.number().min(0.25).max(720).default(12),
  /** A page between blocks of so many trials offers a break. */
  breakAfter: z.int().min(2).max(1000).optional(),
  /** An answer that takes the place of those of the question. */
  cannotSay: z.boolean().default(false),
  /** From 1, guessed, to 4, certain, after each answer. */
  confidence: z.boolean().default(false),
  /** After each answer: what looked wrong, and where. */
  clue: clueSchema.optional(),
  /** The last answer may be given anew, that of the last trial until the reader finishes; the first stays in the record. */
  undo: z.boolean().default(false),
  /** No answer counts sooner after the tracings are seen. */
  leastTimeMs: z.int().min(0).max(60_000).default(300),
  /** Sooner answers count, and are flagged. */
  fastMs: z.int().min(0).max(60_000).default(1000),
  /** Whether a comment is asked for at the end. */
  comment: z.boolean().default(false),
});
export type SessionProtocol = z.infer<typeof sessionSchema>;

const language = z.string().max(35);

/** What a reader says on a page before the trials, or after them, and in which language it was read. */
export const sessionPageInputSchema = z.discriminatedUnion('page', [
  z.strictObject({ page: z.literal('consent'), language, accepted: z.literal(true) }),
  z.strictObject({
    page: z.literal('questionnaire'),
    language,
    answers: z.record(common.id, z.union([z.number(), z.string().max(2000)])),
  }),
  z.strictObject({ page: z.literal('instructions'), language }),
  /** After the last trial, where its answer may still be given anew; whoever turns it ends the session. */
  z.strictObject({ page: z.literal('finish'), language }),
  z.strictObject({ page: z.literal('comment'), language, comment: z.string().trim().max(10_000) }),
]);
export type SessionPageInput = z.infer<typeof sessionPageInputSchema>;
export type SessionPage = SessionPageInput['page'];
export const SESSION_PAGES = sessionPageInputSchema.options.map(({ shape }) => shape.page.value);

export type QuestionnaireAnswers = Record<string, string | number>;

/** The ids of the fields that are not answered as they must be. */
export function wrongFields(fields: readonly QuestionnaireField[], answers: QuestionnaireAnswers): string[] {
  return fields.filter((field) => !isAnswered(field, answers[field.id])).map(({ id }) => id);
}

function isAnswered(field: QuestionnaireField, answer: string | number | undefined): boolean {
  if (answer === undefined || answer === '') return !field.required;
  if (field.kind === 'number') {
    return typeof answer === 'number' && answer >= (field.min ?? -Infinity) && answer <= (field.max ?? Infinity);
  }
  if (typeof answer !== 'string') return false;
  return field.kind === 'choice' ? Object.hasOwn(field.choices, answer) : answer.trim() !== '' || !field.required;
}
