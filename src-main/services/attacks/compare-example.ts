import type { PartOutcome } from '../../../src-shared/contract/part-outcome.ts';
import type { Difference } from '../../../src-shared/contract/verification.ts';
import { className, type ClassList } from '../../../src-shared/class-list.ts';
import type { StoredExample } from '../../db/attacks/examples.ts';
import type { StoredRecord } from '../../db/datasets/records.ts';
import { recordHash } from '../../ecg/dataset/record-hash.ts';
import type { TaskResult } from '../../jobs/tasks/index.ts';

/** Softmax values that differ by less count as equal: a last digit of single precision, which changes no class. */
export const PROBABILITY_TOLERANCE = 1e-6;

/** A recreated example. */
export type ExampleAgain = TaskResult<'attack'>['examples'][number] & { samples: Int16Array };

type Found = Pick<Difference, 'part' | 'message'>;

/**
 * Every way in which a stored example differs from the recreated one: signals byte for byte and against their hashes,
 * probabilities to `PROBABILITY_TOLERANCE`, the rest exactly. What the stored one lacks (a metric that did not exist
 * yet) is not compared. `names`: the classes of the model.
 */
export function compareExample(
  stored: StoredExample,
  record: StoredRecord,
  again: ExampleAgain,
  names: ClassList,
): Found[] {
  const found: Found[] = [];
  const add = (part: Found['part'], message: string): unknown => found.push({ part, message });
  const { samplingHz, unitsPerMv } = record;
  if (recordHash(record) !== record.sha256)
    add('record', 'The samples of the record do not match its SHA-256: the original was changed after its import.');
  if (recordHash({ samples: stored.samples, samplingHz, unitsPerMv }) !== stored.sha256)
    add('stored-signal', 'The stored signal does not match its SHA-256: it was changed after the attack.');
  const signal = signalDifference(stored.samples, again.samples);
  if (signal !== undefined) add('signal', signal);

  const classes = (one: Pick<StoredExample, 'originalClass' | 'adversarialClass'>): string =>
    `${className(names, one.originalClass)} → ${className(names, one.adversarialClass)}`;
  if (classes(stored) !== classes(again))
    add('classes', `Stored as ${classes(stored)}, recreated as ${classes(again)}.`);
  for (const [when, name] of [
    ['before', 'probabilitiesBefore'],
    ['after', 'probabilitiesAfter'],
  ] as const) {
    const apart = largestDifference(stored[name], again[name]);
    if (!(apart <= PROBABILITY_TOLERANCE))
      add('probabilities', `The probabilities ${when} the attack differ by up to ${apart.toPrecision(3)}.`);
  }
  for (const name of ['originallyCorrect', 'fooled', 'zeroGradient'] as const)
    if (stored[name] !== again[name])
      add('outcome', `${name} is stored as ${stored[name]}, recreated as ${again[name]}.`);
  for (const [name, value] of Object.entries(stored.metrics)) {
    const now: unknown = again.metrics[name as keyof typeof again.metrics];
    if (now !== value) add('metrics', `${name} is stored as ${String(value)}, recreated as ${String(now)}.`);
  }
  if (stored.queries !== again.queries)
    add('queries', `Queries are stored as ${String(stored.queries)}, recreated as ${String(again.queries)}.`);
  if (stored.starts !== null && `${stored.keptStart} of ${stored.starts}` !== `${again.keptStart} of ${again.starts}`)
    add(
      'starts',
      `Start ${stored.keptStart} of ${stored.starts} is stored, but recreating it kept start ${again.keptStart} of ${again.starts}.`,
    );
  if (stored.parts && reachedOf(stored.parts) !== reachedOf(again.parts ?? []))
    add('outcome', `The attacks reached ${reachedOf(stored.parts)}, recreated ${reachedOf(again.parts ?? [])}.`);
  if (stored.noiseFooled !== null && stored.noiseFooled !== again.noiseFooled)
    add('noise-control', `The noise control is stored as ${stored.noiseFooled}, recreated as ${again.noiseFooled}.`);
  return found;
}

/** "apgd-ce: no, apgd-t: yes". */
function reachedOf(parts: readonly PartOutcome[]): string {
  return parts.map(({ attack, reached }) => `${attack}: ${reached ? 'yes' : 'no'}`).join(', ');
}

function signalDifference(stored: Int16Array, again: Int16Array): string | undefined {
  if (stored.length !== again.length) return `It has ${stored.length} samples, recreated ${again.length}.`;
  const apart = stored.map((value, i) => Math.abs(value - again[i]!));
  const different = apart.filter((units) => units > 0).length;
  if (different === 0) return undefined;
  const most = apart.reduce((top, units) => Math.max(top, units), 0);
  return `${different} of ${stored.length} samples differ from the recreated ones, by up to ${most} ADC units.`;
}

function largestDifference(a: readonly number[], b: readonly number[]): number {
  return a.length === b.length ? Math.max(...a.map((value, i) => Math.abs(value - b[i]!))) : Infinity;
}
