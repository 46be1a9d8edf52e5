import { CINC_2017_CLASSES, classesInWords, classListSchema, codesOf, type ClassList } from '../class-list.ts';
import { AppError } from '../errors/app-error.ts';

/** What a person says that the words of a label file stand for. */
export interface ClassMapping {
  /**
   * What labels can stand for: the classes of CinC 2017, whose words the program knows, or those that the mapping names.
   * `own`: whatever words the labels have.
   */
  classes: ClassList | 'own';
  /** Codes by the word as `plainWord` writes it; null: records with it are left out. */
  words: ReadonlyMap<string, string | null>;
  /** What every word stands for that neither this mapping nor the program knows; undefined: nothing. */
  others: string | null | undefined;
}

export const NO_MAPPING: ClassMapping = { classes: CINC_2017_CLASSES, words: new Map(), others: undefined };

/** The word for all others, the class for none, and the first part of a mapping that lets every word be a class. */
const OTHERS = '*';
const LEFT_OUT = '-';
const OWN = 'own';

interface Part {
  text: string;
  word: string;
  /** As it was written. */
  meant: string;
}

/**
 * Reads `NORM=N,AFIB=A,*=O`: words and codes of a label file with the class that each stands for, `*` for all others, `-` to
 * leave records out. Where all classes are those of CinC 2017 (N, A, O, ~, or their names), these are the dataset's; where
 * one is another, as in `NORM=Normal,MI=MI`, its classes are those that are named, in this order, of which the first decides
 * where a record has several. `own`: every word of the labels is a class of its own, except those that further parts name
 * (`own,SR=NORM,PACE=-`). A word with a comma in it stands in quotation marks. Throws AppError('bad-input') that names the part
 * that is wrong.
 */
export function parseClassMapping(text: string): ClassMapping {
  const parts = (text.match(/(?:"[^"]*"|[^,"])+/g) ?? []).map((part) => part.trim()).filter((part) => part !== '');
  const isOwn = parts[0]?.toLowerCase() === OWN;
  const said = parts.slice(isOwn ? 1 : 0).map(readPart);
  const isCinc = !isOwn && said.every(({ meant }) => meant === LEFT_OUT || cincCode(meant) !== undefined);
  const classes = isOwn ? OWN : isCinc ? CINC_2017_CLASSES : classesNamed(said);
  const codeOf = (meant: string): string | null => {
    if (meant === LEFT_OUT) return null;
    if (classes === OWN) return meant;
    return (isCinc ? cincCode(meant) : spelled(classes, meant)) ?? null;
  };
  const words = new Map<string, string | null>();
  let others: string | null | undefined;
  for (const { text: part, word, meant } of said) {
    const code = codeOf(meant);
    const before = word === OTHERS ? others : words.get(word);
    if (before !== undefined && before !== code) {
      throw new AppError('bad-input', `"${part}" says another class than what comes before it for the same word.`);
    }
    if (word === OTHERS) others = code;
    else words.set(word, code);
  }
  return { classes, words, others };
}

/** A list of classes that labels name. Throws AppError('bad-input') that says which of them cannot be one, and the cure. */
export function classesOfCodes(codes: readonly string[]): ClassList {
  // Under their own names: `A` of another list is not AF.
  const parsed = classListSchema.safeParse(codes.map((code) => ({ code, name: code })));
  if (parsed.success) return parsed.data;
  if (codes.length < 2) {
    const found = codes.length === 0 ? 'none' : `only "${codes[0]}"`;
    throw new AppError('bad-input', `A dataset needs at least two classes; there is ${found}.`);
  }
  const [issue] = parsed.error.issues;
  const code = codes[Number(issue?.path[0] ?? -1)];
  const what =
    code === undefined
      ? `These ${codes.length} classes cannot be used: ${issue?.message}.`
      : `The class "${code}" cannot be used: its code ${issue?.message}.`;
  throw new AppError(
    'bad-input',
    `${what} Give the labels shorter names or fewer classes: --classes 'LABEL=CLASS,…,*=OTHER'.`,
  );
}

/** As words are compared: in lower case, with one space for every space, hyphen and underscore. */
export function plainWord(word: string): string {
  return word
    .trim()
    .toLowerCase()
    .replaceAll(/(?<=.)[\s_-]+(?=.)/g, ' ');
}

function readPart(text: string): Part {
  const equals = text.lastIndexOf('=');
  const word = plainWord(text.slice(0, Math.max(0, equals)).replaceAll('"', ''));
  const meant = text.slice(equals + 1).trim();
  if (equals >= 0 && word !== '' && meant !== '') return { text, word, meant };
  const problem = `"${text}" is not a word, = and a class: ${classesInWords(CINC_2017_CLASSES)}, or a name of your own, or - to leave its records out.`;
  throw new AppError('bad-input', `${problem} For example: NORM=N,AFIB=A,*=O`);
}

function cincCode(meant: string): string | undefined {
  const plain = meant.toLowerCase();
  return CINC_2017_CLASSES.find(({ code, name }) => [code.toLowerCase(), name.toLowerCase()].includes(plain))?.code;
}

/** The code of a class, however its letters were written. */
const spelled = (classes: ClassList, meant: string): string | undefined =>
  codesOf(classes).find((code) => code.toLowerCase() === meant.toLowerCase());

function classesNamed(said: readonly Part[]): ClassList {
  const codes = new Map<string, string>();
  for (const { meant } of said)
    if (meant !== LEFT_OUT && !codes.has(meant.toLowerCase())) codes.set(meant.toLowerCase(), meant);
  return classesOfCodes([...codes.values()]);
}
