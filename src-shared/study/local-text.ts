import { z } from 'zod';

const tag = z.string().regex(/^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$/, { error: 'must be the tag of a language' });

/** A text of a study of at most so many characters: in one language, or in several by their tags ("en", "pt-BR"). */
export function localTextOf(maxLength: number) {
  const said = z.string().trim().min(1).max(maxLength);
  return z.union([
    said,
    z.record(tag, said).refine((texts) => Object.keys(texts).length > 0, {
      error: 'must have a text in one language at least',
    }),
  ]);
}
export const localTextSchema = localTextOf(20_000);
export type LocalText = z.infer<typeof localTextSchema>;

/** The text in this language, or else in the study's first one, which is then named. */
export function textIn(text: LocalText, language: string): { text: string; insteadIn: string | null } {
  if (typeof text === 'string') return { text, insteadIn: null };
  const [primary = ''] = language.split('-');
  const own = [language, primary].find((each) => Object.hasOwn(text, each)) ?? likeTag(text, primary);
  if (own !== undefined) return { text: text[own] ?? '', insteadIn: null };
  const [first = '', other = ''] = Object.entries(text)[0] ?? [];
  return { text: other, insteadIn: first };
}

const likeTag = (texts: Record<string, string>, primary: string): string | undefined =>
  Object.keys(texts).find((each) => each.split('-')[0] === primary);

/** Whether both say the same; what came over the wire is never the same object. */
export const sameText = (a: LocalText | null, b: LocalText | null): boolean => JSON.stringify(a) === JSON.stringify(b);
