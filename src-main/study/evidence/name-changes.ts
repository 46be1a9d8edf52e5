import { canonicalJson } from '../../../src-shared/format/canonical-json.ts';
import type { LockedTrial, StudyManifest } from './study-manifest.ts';

/** How a person calls a field of a pair. */
const TRIAL_WORDS: Partial<Record<keyof LockedTrial, string>> = {
  position: 'its place in the order',
  round: 'its round',
  kind: 'its kind',
  pairId: 'the pair that it shows',
  task: 'its task',
  question: 'its question',
  arm: 'its arm',
  realSide: 'the side of the real tracing',
  upperId: 'the id of the upper tracing',
  lowerId: 'the id of the lower tracing',
  record: 'its record',
  lead: 'the lead of its record',
  otherRecord: 'the record of its original tracing',
  otherLabel: 'the label of that record',
  label: 'the label of its record',
  madeRecord: 'its made record',
  madeLabel: 'the label of its made record',
  split: 'the split of its record',
  exampleLabel: "the label of its record among the model's classes",
  originalClass: "the model's class before the attack",
  adversarialClass: "the model's class after the attack",
  originallyCorrect: 'whether the model was right before the attack',
  fooled: 'whether the model was fooled',
  options: "its attack's options",
  modelSha256: 'the hash of the attacked model',
  linfUv: 'the largest difference of its tracings',
  original: 'the samples of its original tracing',
  attacked: 'the samples of its second tracing',
};

/** How a person calls a column of the study. */
const STUDY_WORDS: Partial<Record<string, string>> = {
  title: 'the title',
  created_at: 'the time of its creation',
  locked_at: 'the time of its lock',
  protocol: 'the protocol:',
  protocol_sha256: 'the hash of the protocol',
  rehearsal_of: 'what it is a rehearsal of',
  commitment: 'the commitment to the secret of its sides and order',
};

/** Each difference between what was locked and what is stored now, as a clause: "pair 3 (record A1): … was 1, is 2". Yields after each pair. */
export function* nameChanges(locked: StudyManifest, now: StudyManifest): Generator<void, string[]> {
  const changes = differences(locked.study, now.study, 'study', STUDY_WORDS);
  const left = new Map(now.trials.map((trial) => [trial.id, trial]));
  for (const trial of locked.trials) {
    yield;
    const found = left.get(trial.id);
    left.delete(trial.id);
    if (found) changes.push(...nameTrialChanges(trial, found));
    else changes.push(`${pairName(trial)} was removed`);
  }
  for (const trial of left.values()) changes.push(`${pairName(trial)} was added`);
  return changes;
}

/** The same for one pair. */
export function nameTrialChanges(locked: LockedTrial, now: LockedTrial): string[] {
  return differences(locked, now, pairName(locked), TRIAL_WORDS);
}

/** The codes that were made for a study's readers, in their order, against those that are stored. */
export function nameCodeChanges(made: readonly string[], now: readonly string[]): string[] {
  const removed = made.filter((code) => !now.includes(code)).map((code) => `the reader code ${code} was removed`);
  const added = now.filter((code) => !made.includes(code)).map((code) => `the reader code ${code} was added`);
  const changes = [...removed, ...added];
  const isSame = made.length === now.length && made.every((code, i) => code === now[i]);
  return changes.length > 0 || isSame ? changes : ['the order of the reader codes was changed'];
}

const pairName = ({ position, record }: LockedTrial): string =>
  `pair ${position + 1}${record === null ? '' : ` (record ${record})`}`;

/** Leaves whose values differ, with the words for the field that they are in. */
function differences<T extends object>(
  before: T,
  after: T,
  where: string,
  words: Partial<Record<Extract<keyof T, string>, string>>,
): string[] {
  // Fields that a later version adds were not locked.
  const keys = Object.keys(before) as Extract<keyof T, string>[];
  return keys.flatMap((key) =>
    leaves(before[key], after[key]).map(({ path, was, is }) => {
      const field = [words[key] ?? key, path].filter(Boolean).join(' ');
      return `${where}: ${field} was ${shown(was)}, is ${shown(is)}`;
    }),
  );
}

interface Leaf {
  /** From the field: `tasks.0.arms.1.pairs`; empty for the field itself. */
  path: string;
  was: unknown;
  is: unknown;
}

function leaves(was: unknown, is: unknown, path = ''): Leaf[] {
  if (isBranch(was) && isBranch(is)) {
    const keys = [...new Set([...Object.keys(was), ...Object.keys(is)])];
    return keys.flatMap((key) => leaves(Reflect.get(was, key), Reflect.get(is, key), path ? `${path}.${key}` : key));
  }
  return canonicalJson([was]) === canonicalJson([is]) ? [] : [{ path, was, is }];
}

const isBranch = (value: unknown): value is object => typeof value === 'object' && value !== null;

/** A value short enough for a sentence; a hash by its beginning. */
function shown(value: unknown): string {
  if (value === null || value === undefined) return 'missing';
  const text = typeof value === 'string' ? value : canonicalJson(value);
  if (/^[0-9a-f]{64}$/.test(text)) return text.slice(0, 12);
  return text.length > 60 ? `"${text.slice(0, 57)}…"` : typeof value === 'string' ? `"${text}"` : text;
}
