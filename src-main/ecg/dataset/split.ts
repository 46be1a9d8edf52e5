import type { ClassIndex, Split } from '../../../src-shared/ecg.ts';
import { createRandom } from '../../numeric/simulation-random.ts';

const TEST_SHARE = 0.1;
const VALIDATION_SHARE = 0.1;

/**
 * Divides records 80/10/10 into training, validation and test, class by class. Depends on names, labels and seed only, not
 * on the order in which the records come. A class of three or more has at least one record in each split.
 */
export function stratifiedSplit(labels: ReadonlyMap<string, ClassIndex>, seed: number): Map<string, Split> {
  const splits = new Map<string, Split>();
  for (const names of shuffledClasses(labels, seed)) {
    const test = share(names.length, TEST_SHARE);
    const validation = share(names.length, VALIDATION_SHARE);
    names.forEach((name, i) => {
      splits.set(name, i < test ? 'test' : i < test + validation ? 'validation' : 'train');
    });
  }
  return splits;
}

/** The names of a tenth of the given training records, class by class: the validation part of a given split. */
export function validationPart(labels: ReadonlyMap<string, ClassIndex>, seed: number): Set<string> {
  const part = new Set<string>();
  for (const names of shuffledClasses(labels, seed)) {
    for (const name of names.slice(0, share(names.length, VALIDATION_SHARE))) part.add(name);
  }
  return part;
}

function shuffledClasses(labels: ReadonlyMap<string, ClassIndex>, seed: number): string[][] {
  let classes = 0;
  for (const label of labels.values()) classes = Math.max(classes, label + 1);
  return Array.from({ length: classes }, (_, label) => {
    const names = [...labels].filter(([, own]) => own === label).map(([name]) => name);
    return createRandom(seed, label).shuffled(names.sort());
  });
}

function share(count: number, part: number): number {
  return count < 3 ? 0 : Math.max(1, Math.round(count * part));
}
