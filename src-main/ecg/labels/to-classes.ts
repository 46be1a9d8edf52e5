import type { ClassMapping } from '../../../src-shared/datasets/class-mapping.ts';
import { plainWord } from '../../../src-shared/datasets/class-mapping.ts';
import { CINC_2017_CLASSES, classesInWords, indexOfClass } from '../../../src-shared/class-list.ts';
import type { ClassCode, ClassIndex } from '../../../src-shared/ecg.ts';
import type { ReadingOptions } from '../../../src-shared/datasets/reading-options.ts';
import { supposing } from '../../../src-shared/datasets/supposed.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { counted } from '../../../src-shared/format/counted.ts';
import { excerpt } from '../../../src-shared/format/excerpt.ts';
import type { GivenLabels, Labels } from './label-source.ts';
import { namedMeanings, type Meaning, type Meanings } from './meanings.ts';
import { CODE_LISTS, EVERYBODYS_WORDS, statedClass } from './stated-words.ts';

export interface WordsToClasses {
  mapping: ClassMapping;
  /** The number of the first class, where labels are numbers; undefined if the person did not say. */
  base: 0 | 1 | undefined;
}

/** Of several findings of one record the first in this order decides: whoever has AF has it, whatever else there is. */
const PRECEDENCE: readonly ClassCode[] = ['A', 'O', '~', 'N'];
const WHOLE_NUMBER = /^-?\d{1,6}(?:\.0*)?$/;
const MOST_OWN_CLASSES = 20;
/** Named in a sentence; the others are counted. */
const NAMED = 8;

/**
 * The class of every record, from the words of a label file. Throws AppError('bad-input') where numbers can be counted from 0 or
 * from 1, where no word stands for a class, and where the words cannot be classes.
 */
export function toClasses(given: GivenLabels, options: WordsToClasses, labelsFile: string): Labels {
  const said = [...new Set([...given.said.values()].flatMap(({ words }) => words))];
  const { mapping } = options;
  const meanings =
    mapping.classes === CINC_2017_CLASSES
      ? cincMeanings(said, given, options, labelsFile)
      : namedMeanings(said, mapping);
  const { byWord } = meanings;
  const labels = new Map<string, ClassIndex>();
  const unusable = new Map(given.unusable);
  const counts = new Map<string, number>();
  for (const [record, { words, where }] of given.said) {
    for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
    const label = meanings.decide(words.map((word) => byWord.get(word)));
    if (typeof label === 'number') labels.set(record, label);
    else if (label === 'several')
      unusable.set(record, `its labels "${excerpt(words.join(', '))}" (${where}) are several classes`);
    else if (label === null)
      unusable.set(record, `it is left out, as said for its label "${excerpt(words.join(', '))}"`);
    else {
      const unknown = words.find((word) => byWord.get(word) === undefined) ?? '';
      unusable.set(record, `its label "${excerpt(unknown)}" (${where}) stands for no class`);
    }
  }
  const found = [...counts].sort(([, a], [, b]) => b - a).map(([word, count]) => ({ word, count }));
  const strange = found.filter(({ word }) => byWord.get(word) === undefined);
  if (labels.size === 0 && strange.length > 0) {
    const text = `${labelsFile} has no label that stands for a class. ${whatToSay(strange)}`;
    throw new AppError('bad-input', text, ownClasses(given, said));
  }
  const notes = [takenFor(found, meanings), strange.length > 0 ? standsForNothing(strange, labelsFile) : undefined];
  return {
    classes: meanings.classes,
    labels,
    unusable,
    notes: notes.filter((note) => note !== undefined),
    ...(strange.length > 0 ? ownClasses(given, said) : {}),
  };
}

/** Few words, one for each record, may well be classes themselves; lists of findings are none. */
function ownClasses({ said }: GivenLabels, words: readonly string[]): { supposed?: ReadingOptions } {
  const isOneEach = [...said.values()].every(({ words: own }) => own.length === 1);
  return isOneEach && words.length <= MOST_OWN_CLASSES ? supposing({ classes: 'own' }) : {};
}

/** Whether a word stands for a class by what the person said or everybody's words. */
export function isClassWord(word: string, { words }: ClassMapping): boolean {
  return words.has(plainWord(word)) || statedClass(EVERYBODYS_WORDS, word) !== undefined;
}

/** The classes of CinC 2017, whose words are known. */
function cincMeanings(
  said: readonly string[],
  given: GivenLabels,
  options: WordsToClasses,
  labelsFile: string,
): Meanings {
  const byWord = new Map(said.map((word) => [word, statedMeaning(word, given, options.mapping)]));
  settleNumbers(byWord, options, labelsFile);
  return { classes: CINC_2017_CLASSES, byWord, decide };
}

/** What a word says by itself; numbers that only count classes are settled together. */
function statedMeaning(word: string, { codes }: GivenLabels, { words, others }: ClassMapping): Meaning {
  const own = words.get(plainWord(word));
  if (own !== undefined) return indexOf(own);
  const listed = codes === undefined ? undefined : statedClass(CODE_LISTS[codes], word);
  const code = listed ?? statedClass(EVERYBODYS_WORDS, word);
  if (code !== undefined) return indexOf(code);
  return WHOLE_NUMBER.test(word) && codes === undefined ? undefined : indexOf(others);
}

/**
 * Numbers that no list explains count the classes, unless the person explained one of them. Without a 0 among them nobody can
 * tell whether they begin at 0 or 1.
 */
function settleNumbers(byWord: Map<string, Meaning>, { base, mapping }: WordsToClasses, labelsFile: string): void {
  const numbers = [...byWord.keys()].filter((word) => byWord.get(word) === undefined && WHOLE_NUMBER.test(word));
  if (numbers.length === 0) return;
  const isExplained = [...mapping.words.keys()].some((word) => WHOLE_NUMBER.test(word));
  const values = numbers.map(Number);
  if (!isExplained && base === undefined && !values.includes(0)) {
    const [least, most] = [Math.min(...values), Math.max(...values)];
    const range = least === most ? `only the label ${least}` : `labels from ${least} to ${most}, and no 0`;
    const count = (from: number): string =>
      CINC_2017_CLASSES.map(({ name }, index) => `${index + from} ${name}`).join(', ');
    const ways = `--label-base 1 (${count(1)}) or --label-base 0 (${count(0)})`;
    const text = `${labelsFile} has ${range}. Say from where they count: ${ways}.`;
    throw new AppError('bad-input', text, most === CINC_2017_CLASSES.length ? supposing({ labelBase: 1 }) : undefined);
  }
  for (const word of numbers) {
    const index = Number(word) - (base ?? 0);
    byWord.set(word, !isExplained && index in CINC_2017_CLASSES ? index : indexOf(mapping.others));
  }
}

/** Undefined where a word stands for nothing and could change what the others say. */
function decide(meanings: readonly Meaning[]): Meaning {
  const known = meanings.filter((one) => one !== undefined && one !== null);
  const first = PRECEDENCE.map((code) => indexOf(code)).find((index) => known.includes(index));
  if (first === indexOf('A')) return first;
  if (meanings.includes(undefined)) return undefined;
  return first ?? null;
}

interface CountedWord {
  word: string;
  count: number;
}

/** Undefined where every word is a class's own code or name, of CinC 2017. */
function takenFor(found: readonly CountedWord[], { classes, byWord }: Meanings): string | undefined {
  const isPlain = ({ word }: CountedWord): boolean => {
    const index = byWord.get(word);
    const own = typeof index === 'number' ? classes[index] : undefined;
    return index === undefined || (own !== undefined && [own.code, own.name].includes(word));
  };
  const isNamed = classes !== CINC_2017_CLASSES;
  if (found.every(isPlain)) return isNamed ? `The classes are the labels’ own: ${classesInWords(classes)}.` : undefined;
  const of = (meaning: ClassIndex | null): string => list(found.filter(({ word }) => byWord.get(word) === meaning));
  const parts = [
    ...classes.map(({ name }, index) => ({ name, words: of(index) })),
    { name: 'left out', words: of(null) },
  ];
  const told = parts.filter(({ words }) => words !== '').map(({ name, words }) => `${name} ← ${words}`);
  return `Labels were taken for classes: ${told.join('; ')}.`;
}

function standsForNothing(strange: readonly CountedWord[], labelsFile: string): string {
  const records = 'records that have nothing else, or whose class it could change, are left out';
  const kinds = counted(strange.length, 'label stands', 'labels stand');
  return `${kinds} for no class in ${labelsFile}; ${records}. ${whatToSay(strange)}`;
}

function whatToSay(strange: readonly CountedWord[]): string {
  const example = strange[0]?.word ?? '';
  const word = example.includes(',') ? `"${example}"` : example;
  return `Not known: ${list(strange)}. Say what they stand for, for example --classes '${excerpt(word)}=O' or '*=O', or let the labels' own words be the classes: --classes own.`;
}

/** `NORM (9,514), SR (120) and 3 more` */
function list(words: readonly CountedWord[]): string {
  const first = words.slice(0, NAMED).map(({ word, count }) => `${excerpt(word)} (${count.toLocaleString('en')})`);
  const more = words.length > NAMED ? ` and ${words.length - NAMED} more` : '';
  return `${first.join(', ')}${more}`;
}

function indexOf(code: string): ClassIndex;
function indexOf(code: string | null | undefined): Meaning;
function indexOf(code: string | null | undefined): Meaning {
  return typeof code === 'string' ? indexOfClass(CINC_2017_CLASSES, code) : code;
}
