import { z } from 'zod';

const said = z.string().trim().min(1).max(20_000);

/** A text of a study: in one language, or in several by their tags ("en", "pt-BR"). */
export const localTextSchema = z.union([
  said,
  z
    .record(z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, { error: 'must be the tag of a language' }), said)
    .refine((texts) => Object.keys(texts).length > 0, { error: 'must have a text in one language at least' }),
]);
export type LocalText = z.infer<typeof localTextSchema>;

/** The text in this language, or else in the study's first one, which is then named. */
export function textIn(text: LocalText, language: string): { text: string; insteadIn: string | null } {
  if (typeof text === 'string') return { text, insteadIn: null };
  const [primary = ''] = language.split('-');
  const tag = [language, primary].find((each) => Object.hasOwn(text, each)) ?? likeTag(text, primary);
  if (tag !== undefined) return { text: text[tag] ?? '', insteadIn: null };
  const [first = '', other = ''] = Object.entries(text)[0] ?? [];
  return { text: other, insteadIn: first };
}

const likeTag = (texts: Record<string, string>, primary: string): string | undefined =>
  Object.keys(texts).find((tag) => tag.split('-')[0] === primary);
