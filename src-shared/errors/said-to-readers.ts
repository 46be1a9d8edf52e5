import { z } from 'zod';
import { m } from '../messages/compiled/messages.js';
import type { AppErrorData } from './app-error-data.ts';

/** What can go wrong for a reader, in every language that readers have. */
const SENTENCES = {
  'unknown-code': m.errors_unknown_code,
  'mistyped-code': m.errors_mistyped_code,
  'did-you-mean': m.errors_did_you_mean,
  withdrawn: m.errors_withdrawn,
  'no-study': m.errors_no_study,
  draft: m.errors_draft,
  'study-changed': m.errors_study_changed,
  'other-page': m.errors_other_page,
  'no-answer-to-change': m.errors_no_answer_to_change,
  'disk-full': m.errors_disk_full,
  'disk-failed': m.errors_disk_failed,
  'read-only': m.errors_read_only,
  busy: m.errors_busy,
} as const;

export type Sentence = keyof typeof SENTENCES;
/** What a sentence names. */
export type SentenceValues<S extends Sentence> = {
  [Value in keyof NonNullable<Parameters<(typeof SENTENCES)[S]>[0]>]: string;
};

/** The part of an error's details by which a window says it in its reader's language. */
const detailsSchema = z.object({
  toReaders: z.object({
    sentence: z.custom<Sentence>((name) => typeof name === 'string' && Object.hasOwn(SENTENCES, name)),
    values: z.record(z.string(), z.string()),
  }),
});

export function saidToReaders<const S extends Sentence>(
  sentence: S,
  values: SentenceValues<S>,
): z.infer<typeof detailsSchema> {
  return { toReaders: { sentence, values } };
}

/** What readers are told about this error; undefined where it has nothing for readers. In the window's language if none is named. */
export function readerText({ details }: Pick<AppErrorData, 'details'>, options?: { locale: 'en' }): string | undefined {
  const { data } = detailsSchema.safeParse(details);
  if (!data) return undefined;
  const { sentence, values } = data.toReaders;
  return (SENTENCES[sentence] as (values: object, options?: { locale: 'en' }) => string)(values, options);
}
