import { codesOf, indexOfClass, type ClassList } from '../../../src-shared/class-list.ts';
import { classesOfCodes, plainWord, type ClassMapping } from '../../../src-shared/datasets/class-mapping.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';

/** Null: the person leaves such records out; undefined: nothing is known of it. */
export type Meaning = ClassIndex | null | undefined;

/** What every word of the labels stands for, and what a record is that has several. */
export interface Meanings {
  classes: ClassList;
  byWord: ReadonlyMap<string, Meaning>;
  /** Undefined where a word stands for nothing and could change what the others say; `several` where they contradict. */
  decide(meanings: readonly Meaning[]): Meaning | 'several';
}

/** Numbers by their value, and before words. */
const inOrder = new Intl.Collator('en', { numeric: true });

/**
 * Classes that are not those of CinC 2017: those that the mapping names, in its order, of which the first decides where a record
 * has several; or every word of the labels (`own`), in alphabetical order, so that neither the order nor the number of the records
 * decides which class comes first. Throws AppError('bad-input') where these cannot be classes.
 */
export function namedMeanings(
  words: readonly string[],
  { classes: named, words: said, others }: ClassMapping,
): Meanings {
  const codeOf = (word: string): string | null | undefined => {
    const own = said.get(plainWord(word));
    if (own !== undefined) return own;
    if (named === 'own') return others === undefined ? word.trim() : others;
    return codesOf(named).find((code) => plainWord(code) === plainWord(word)) ?? others;
  };
  const codes = new Map(words.map((word) => [word, codeOf(word)]));
  const classes = named === 'own' ? ownClasses([...codes.values()]) : named;
  const byWord = new Map([...codes].map(([word, code]) => [word, typeof code === 'string' ? at(classes, code) : code]));
  return {
    classes,
    byWord,
    decide(meanings) {
      const known = new Set(meanings.filter((one) => typeof one === 'number'));
      if (meanings.includes(undefined)) return undefined;
      if (known.size > 1 && named === 'own') return 'several';
      return known.size === 0 ? null : Math.min(...known);
    },
  };
}

/** Words that differ in the case of letters only are one class, written as in the first of them. */
function ownClasses(codes: readonly (string | null | undefined)[]): ClassList {
  const byKey = new Map<string, string>();
  const sorted = codes
    .filter((code) => typeof code === 'string')
    .sort((a, b) => inOrder.compare(a, b) || (a < b ? -1 : 1));
  for (const code of sorted) if (!byKey.has(code.toLowerCase())) byKey.set(code.toLowerCase(), code);
  return classesOfCodes([...byKey.values()]);
}

function at(classes: ClassList, code: string): ClassIndex {
  const exact = indexOfClass(classes, code);
  return exact >= 0 ? exact : classes.findIndex((one) => one.code.toLowerCase() === code.toLowerCase());
}
