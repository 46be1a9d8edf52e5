/**
 * Characters that change what is shown without being seen: controls, marks of direction (U+202E turns a name round),
 * joiners of no width, separators of lines, and halves of surrogate pairs.
 */
const HIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/u;
const EVERY_HIDDEN = new RegExp(HIDDEN, 'gu');

export function hasHiddenCharacters(text: string): boolean {
  return HIDDEN.test(text);
}

/** The text on one line with hidden characters spelled out: a line break as `\n`, U+202E as `\u{202e}`. */
export function visibleText(text: string): string {
  return text.replaceAll(EVERY_HIDDEN, spelledOut);
}

function spelledOut(character: string): string {
  if (character === '\n') return String.raw`\n`;
  if (character === '\t') return String.raw`\t`;
  return `\\u{${(character.codePointAt(0) ?? 0).toString(16)}}`;
}
