import { CLASS_CODES, CLASS_NAMES, isClassIndex, type ClassIndex } from '../ecg.ts';
import { AppError } from '../errors/app-error.ts';

/** What a person says that the words of a label file stand for. */
export interface ClassMapping {
  /** By the word as `plainWord` writes it; null: records with it are left out. */
  words: ReadonlyMap<string, ClassIndex | null>;
  /** What every word stands for that neither this mapping nor the program knows; undefined: nothing. */
  others: ClassIndex | null | undefined;
}

export const NO_MAPPING: ClassMapping = { words: new Map(), others: undefined };

/** The word for all others, and the class for none. */
const OTHERS = '*';
const LEFT_OUT = '-';

/**
 * Reads `NORM=N,AFIB=A,*=O`: words and codes of a label file with the class that each stands for (N, A, O, ~, or its name), `*`
 * for all others, `-` to leave records out. A word with a comma in it stands in quotation marks. Throws AppError('bad-input')
 * that names the part that is wrong.
 */
export function parseClassMapping(text: string): ClassMapping {
  const words = new Map<string, ClassIndex | null>();
  let others: ClassIndex | null | undefined;
  for (const part of text.match(/(?:"[^"]*"|[^,"])+/g) ?? []) {
    const trimmed = part.trim();
    if (trimmed === '') continue;
    const equals = trimmed.lastIndexOf('=');
    const word = plainWord(trimmed.slice(0, Math.max(0, equals)).replaceAll('"', ''));
    const meant = meaningOf(trimmed.slice(equals + 1).trim());
    if (equals < 0 || word === '' || meant === undefined) {
      const classes = CLASS_CODES.map((code) => `${code} (${CLASS_NAMES[code]})`).join(', ');
      const problem = `"${trimmed}" is not a word, = and a class: ${classes}, or - to leave its records out.`;
      throw new AppError('bad-input', `${problem} For example: NORM=N,AFIB=A,*=O`);
    }
    const before = word === OTHERS ? others : words.get(word);
    if (before !== undefined && before !== meant) {
      throw new AppError('bad-input', `"${trimmed}" says another class than what comes before it for the same word.`);
    }
    if (word === OTHERS) others = meant;
    else words.set(word, meant);
  }
  return { words, others };
}

/** As words are compared: in lower case, with one space for every space, hyphen and underscore. */
export function plainWord(word: string): string {
  return word
    .trim()
    .toLowerCase()
    .replaceAll(/(?<=.)[\s_-]+(?=.)/g, ' ');
}

function meaningOf(text: string): ClassIndex | null | undefined {
  if (text === LEFT_OUT) return null;
  const plain = text.toLowerCase();
  const index = CLASS_CODES.findIndex(
    (code) => code.toLowerCase() === plain || CLASS_NAMES[code].toLowerCase() === plain,
  );
  return isClassIndex(index) ? index : undefined;
}
