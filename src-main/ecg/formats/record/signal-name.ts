import { hasHiddenCharacters } from '../../../../src-shared/format/hidden-characters.ts';

/** A name as a file writes it, without characters that are not seen; undefined if nothing is left. */
export function signalName(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  const seen = hasHiddenCharacters(text)
    ? [...text].filter((character) => !hasHiddenCharacters(character)).join('')
    : text;
  return seen.trim() === '' ? undefined : seen.trim();
}
