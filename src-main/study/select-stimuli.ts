import { AppError } from '../../src-shared/app-error.ts';
import { CLASS_CODES } from '../../src-shared/ecg.ts';
import type { ClassIndex, Split } from '../../src-shared/ecg.ts';
import { armKey } from '../../src-shared/protocol.ts';
import type { Protocol, ProtocolArm, ProtocolTask } from '../../src-shared/protocol.ts';
import { assignRecords } from './assign-records.ts';
import { shuffled, studyRandom } from './random.ts';

/** An example that an arm could show. */
export interface StimulusCandidate {
  stimulusId: string;
  /** Name of the record; unique in its dataset. */
  record: string;
  label: ClassIndex;
  split: Split;
  durationMs: number;
  originallyCorrect: boolean;
  /** The stored (quantised) example changes the model's class. */
  fooled: boolean;
}

type Candidates = ReadonlyMap<string, readonly StimulusCandidate[]>;

/**
 * Chooses the stimuli of every arm by the protocol's seed (stream `stimuli`): armKey → ids, as many as its pairs.
 * `candidates`: armKey → the examples made by that arm's attack, in any order; of several of one record the first
 * counts. No arm shows a record twice; with `distinctRecordsWithinTask` no task does, and a choice is found whenever
 * one exists. The result depends on the records' names and the seed, not on the order or the ids of the candidates.
 * Throws AppError 'bad-input' that says how many are needed, how many there are, and what to do.
 */
export function selectStimuli(protocol: Protocol, candidates: Candidates): Map<string, string[]> {
  const random = studyRandom(protocol.seed, 'stimuli');
  const chosen = new Map<string, string[]>();
  for (const task of protocol.tasks) {
    const pools = task.arms.map((arm) => {
      const byRecord = suitable(protocol, candidates.get(armKey(task.id, arm.name)) ?? []);
      if (byRecord.size < arm.pairs) throw tooFew(protocol, task, arm, byRecord.size);
      return { arm, byRecord, records: shuffled([...byRecord.keys()].sort(), random) };
    });
    const picked = protocol.options.distinctRecordsWithinTask
      ? pickDistinct(task, pools)
      : pools.map(({ arm, records }) => records.slice(0, arm.pairs));
    pools.forEach(({ arm, byRecord }, i) => {
      const ids = (picked[i] ?? []).map((record) => byRecord.get(record) as string);
      chosen.set(armKey(task.id, arm.name), ids);
    });
  }
  return chosen;
}

/** Whether the protocol lets this example be shown. */
function isSuitable(protocol: Protocol, candidate: StimulusCandidate): boolean {
  const { split, classes, onlySuccessful, minDurationMs } = protocol.stimuli;
  return (
    candidate.split === split &&
    classes.includes(CLASS_CODES[candidate.label]) &&
    candidate.durationMs >= minDurationMs &&
    (!onlySuccessful || (candidate.originallyCorrect && candidate.fooled))
  );
}

function suitable(protocol: Protocol, candidates: readonly StimulusCandidate[]): Map<string, string> {
  const byRecord = new Map<string, string>();
  for (const candidate of candidates) {
    if (!byRecord.has(candidate.record) && isSuitable(protocol, candidate)) {
      byRecord.set(candidate.record, candidate.stimulusId);
    }
  }
  return byRecord;
}

function pickDistinct(task: ProtocolTask, pools: readonly { arm: ProtocolArm; records: string[] }[]): string[][] {
  const wishes = pools.flatMap(({ arm, records }) => Array.from({ length: arm.pairs }, () => records));
  const assigned = assignRecords(wishes).filter((record) => record !== undefined);
  if (assigned.length < wishes.length) throw tooFewDistinct(task, wishes.length, assigned.length);
  let from = 0;
  return pools.map(({ arm }) => assigned.slice(from, (from += arm.pairs)));
}

function tooFew(protocol: Protocol, task: ProtocolTask, arm: ProtocolArm, found: number): AppError {
  const { split, classes, onlySuccessful, minDurationMs } = protocol.stimuli;
  const kind = [
    `records of the ${split} split`,
    `of class ${classes.join(', ')}`,
    ...(minDurationMs > 0 ? [`at least ${minDurationMs / 1000} s long`] : []),
    ...(onlySuccessful ? ['classified correctly before the attack and fooled by it'] : []),
  ].join(', ');
  return new AppError(
    'bad-input',
    `Arm ${arm.name} of task ${task.id} needs ${arm.pairs} pairs and ${found} fit (${kind}): ` +
      `attack more records with ${arm.attack.method}${found > 0 ? `, or lower its "pairs" to ${found} or fewer` : ''}.`,
    { task: task.id, arm: arm.name, needed: arm.pairs, found },
  );
}

function tooFewDistinct(task: ProtocolTask, needed: number, found: number): AppError {
  return new AppError(
    'bad-input',
    `Task ${task.id} needs ${needed} different records over its arms and ${found} can be had: attack more records, ` +
      'lower "pairs", or set "distinctRecordsWithinTask" to false so that its arms may share records.',
    { task: task.id, needed, found },
  );
}
