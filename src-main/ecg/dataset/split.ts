import type { ClassIndex, Split } from '../../../src-shared/ecg.ts';
import { createRandom } from '../../numeric/simulation-random.ts';

const TEST_SHARE = 0.1;
const VALIDATION_SHARE = 0.1;

/** Whose records are; those that are not named are each of one patient. */
export type Patients = ReadonlyMap<string, string>;

const NO_PATIENTS: Patients = new Map();

/**
 * Divides records 80/10/10 into training, validation and test, class by class; all records of a patient go into the same split, by
 * the class that most of them have. Depends on names, labels, patients and seed only, not on the order in which the records
 * come. A class of three or more patients has at least one of them in each split.
 */
export function stratifiedSplit(
  labels: ReadonlyMap<string, ClassIndex>,
  seed: number,
  patients: Patients = NO_PATIENTS,
): Map<string, Split> {
  const splits = new Map<string, Split>();
  for (const groups of shuffledClasses(labels, seed, patients)) {
    const [test, validation] = [share(groups, TEST_SHARE), share(groups, VALIDATION_SHARE)];
    let placed = 0;
    for (const names of groups) {
      const split = placed < test ? 'test' : placed < test + validation ? 'validation' : 'train';
      for (const name of names) splits.set(name, split);
      // A large group may take more than the share of test: validation still begins after it.
      placed = split === 'test' ? Math.min(test, placed + names.length) : placed + names.length;
    }
  }
  return splits;
}

/** The names of a tenth of the given training records, class by class: the validation part of a given split. */
export function validationPart(
  labels: ReadonlyMap<string, ClassIndex>,
  seed: number,
  patients: Patients = NO_PATIENTS,
): Set<string> {
  const part = new Set<string>();
  for (const groups of shuffledClasses(labels, seed, patients)) {
    const most = share(groups, VALIDATION_SHARE);
    let placed = 0;
    for (const names of groups) {
      if (placed >= most) break;
      for (const name of names) part.add(name);
      placed += names.length;
    }
  }
  return part;
}

/** For each class the records of its patients, patient by patient. */
function shuffledClasses(labels: ReadonlyMap<string, ClassIndex>, seed: number, patients: Patients): string[][][] {
  let classes = 0;
  for (const label of labels.values()) classes = Math.max(classes, label + 1);
  const byPatient = new Map<string, string[]>();
  for (const name of [...labels.keys()].sort()) {
    const patient = patients.get(name);
    const key = patient === undefined ? `record ${name}` : `patient ${patient}`;
    const own = byPatient.get(key);
    if (own === undefined) byPatient.set(key, [name]);
    else own.push(name);
  }
  const ofClass: string[][][] = Array.from({ length: classes }, () => []);
  for (const names of byPatient.values()) ofClass[mostFrequent(names, labels)]?.push(names);
  return ofClass.map((groups, label) => createRandom(seed, label).shuffled(groups));
}

/** The class of most of them; of the first where several are as frequent. */
function mostFrequent(names: readonly string[], labels: ReadonlyMap<string, ClassIndex>): ClassIndex {
  const counts = new Map<ClassIndex, number>();
  for (const name of names) {
    const label = labels.get(name) ?? 0;
    counts.set(label, (counts.get(label) ?? 0) + 1);
  }
  const [first] = [...counts].sort(([, a], [, b]) => b - a);
  return first?.[0] ?? 0;
}

/** In records; none of a class of fewer than three patients. */
function share(groups: readonly string[][], part: number): number {
  const count = groups.reduce((sum, names) => sum + names.length, 0);
  return groups.length < 3 ? 0 : Math.max(1, Math.round(count * part));
}
