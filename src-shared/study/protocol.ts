import { z } from 'zod';
import { AppError } from '../errors/app-error.ts';
import { describeIssue } from '../errors/describe-issue.ts';
import { classCodeSchema, MOST_CLASSES } from '../class-list.ts';
import { splitSchema } from '../ecg.ts';
import { QUESTION_IDS } from '../questions/index.ts';
import { nameSchema } from '../names/name.ts';
import { qualitySchema } from './criteria.ts';
import { displaySchema } from './display.ts';
import { localTextOf } from './local-text.ts';
import { readersSchema } from './readers.ts';
import { sessionSchema } from './session.ts';
import { checkStudy, checkTask, shownFields, studyDesignFields, taskDesignFields } from './design-fields.ts';

/** The scope, over all arms, within which no record is shown twice; `none`: only within an arm. */
const DISTINCT_RECORDS = ['study', 'task', 'matched', 'none'] as const;

const armSchema = z.strictObject({
  name: z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,39}$/, {
    error: 'must be 1 to 40 letters, digits, dots, underscores or hyphens, and begin with a letter or digit',
  }),
  ...shownFields,
});

const taskFields = z.strictObject({
  id: z.string().regex(/^[a-z0-9][a-z0-9-]{0,39}$/, {
    error: 'must be 1 to 40 lower-case letters, digits or hyphens, and begin with a letter or digit',
  }),
  question: z.enum(QUESTION_IDS),
  instructions: localTextOf(2000).optional(),
  arms: uniqueBy(z.array(armSchema).min(1).max(20), 'name'),
  ...taskDesignFields,
});
const taskSchema = taskFields.superRefine(checkTask);

const stimuliSchema = z.strictObject({
  split: splitSchema.default('test'),
  /** Codes of the dataset's classes; all of them where nothing is said, which a study that was created names. */
  classes: uniqueBy(z.array(classCodeSchema).min(1).max(MOST_CLASSES), null).optional(),
  onlySuccessful: z.boolean().default(true),
  minDurationMs: z.number().min(0).max(3_600_000).default(0),
  maxDurationMs: z.number().gt(0).max(86_400_000).optional(),
  quality: qualitySchema.optional(),
});

const optionsSchema = z.strictObject({
  paperSpeedMmPerS: z.union([z.literal(12.5), z.literal(25), z.literal(50)]).default(25),
  gainMmPerMv: z.union([z.literal(5), z.literal(10), z.literal(20)]).default(10),
  similarityMargin: z.number().gt(0.5).lt(1).default(0.6),
  distinctRecords: z.enum(DISTINCT_RECORDS).default('study'),
});

/** The whole of a study's protocol.json; docs/protocol.md describes every field. */
export const protocolSchema = z
  .strictObject({
    schemaVersion: z.literal(1),
    title: nameSchema(200),
    description: z.string().trim().max(4000).default(''),
    seed: z.int().min(0).max(0xffff_ffff),
    stimuli: stimuliSchema.prefault({}),
    tasks: uniqueBy(z.array(taskSchema).min(1).max(20), 'id'),
    options: optionsSchema.prefault({}),
    display: displaySchema.prefault({}),
    readers: readersSchema.optional(),
    session: sessionSchema.optional(),
    ...studyDesignFields,
  })
  .superRefine(checkStudy);

export type Protocol = z.infer<typeof protocolSchema>;
export type ProtocolInput = z.input<typeof protocolSchema>;
export type ProtocolTask = Protocol['tasks'][number];

/** Adds the rule that no two entries (or their `field`) are the same, ignoring case. */
function uniqueBy<T extends z.ZodArray>(list: T, field: string | null): T {
  return list.superRefine((entries, context) => {
    const seen = new Map<string, number>();
    entries.forEach((entry, index) => {
      const value: unknown = field === null ? entry : (entry as Record<string, unknown>)[field];
      const first = seen.get(String(value).toLowerCase());
      if (first === undefined) seen.set(String(value).toLowerCase(), index);
      else {
        const path = field === null ? [index] : [index, field];
        context.addIssue({ code: 'custom', path, message: `must differ from entry ${first} of the list` });
      }
    });
  });
}

/** The name of an arm over the whole study: `task/arm`. Neither part can hold a slash. */
export function armKey(taskId: string, armName: string): string {
  return `${taskId}/${armName}`;
}

/**
 * A protocol from parsed JSON, with every default filled in.
 * Throws AppError 'bad-input' that names the path, the value and the cure of everything that is wrong.
 */
export function parseProtocol(json: unknown): Protocol {
  const parsed = protocolSchema.safeParse(json);
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map((issue) => describeIssue(issue, json, protocolSchema, 'protocol'));
  throw new AppError('bad-input', `The protocol cannot be used. ${problems.join(' ')}`, { problems });
}
