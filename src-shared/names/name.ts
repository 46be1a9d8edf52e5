import { z } from 'zod';
import { hasHiddenCharacters } from '../format/hidden-characters.ts';

/** What a name of a dataset, model, study, reader or record may hold, in words that follow "must". */
export const NAME_RULE =
  'have no control characters and no invisible ones, such as those that turn the direction of writing';

/** Whether people see all of a name: no control character, no mark of direction, nothing without width. */
export function isPlainName(name: string): boolean {
  return name.trim() !== '' && !hasHiddenCharacters(name);
}

/** A name that a person gives, of at most `longest` characters; spaces at its ends are taken away. */
export function nameSchema(longest = 100): z.ZodString {
  return z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .refine((name) => !hasHiddenCharacters(name), { error: `must ${NAME_RULE}` });
}

/** A name made of a foreign one, such as that of a file: what no name may hold becomes a hyphen. */
export function plainName(text: string, longest = 100): string {
  const plain = [...text].map((character) => (hasHiddenCharacters(character) ? '-' : character)).join('');
  return [...plain.trim()].slice(0, longest).join('') || 'unnamed';
}
