import { isSuccess } from '../../../src-shared/attacks/outcome.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { CLASS_CODES } from '../../../src-shared/ecg.ts';
import type { ClassIndex, Split } from '../../../src-shared/ecg.ts';
import { armKey } from '../../../src-shared/study/protocol.ts';
import { attackedArms, type PlannedArm } from '../../../src-shared/study/planned-arms.ts';
import type { Protocol, ProtocolTask } from '../../../src-shared/study/protocol.ts';
import { assignRecords } from './assign-records.ts';
import { shuffled } from '../../numeric/random.ts';
import { studyRandom } from '../design/study-random.ts';

/** An example that an arm could show. */
export interface StimulusCandidate {
  stimulusId: string;
  /** Name of the record; unique in its dataset. */
  record: string;
  label: ClassIndex;
  split: Split;
  durationMs: number;
  samplingHz: number;
  originallyCorrect: boolean;
  /** The stored (quantised) example changes the class that the model predicts. */
  fooled: boolean;
}

type Candidates = ReadonlyMap<string, readonly StimulusCandidate[]>;

/**
 * Chooses the stimuli of every arm that has an attack by the protocol's seed (stream `stimuli`): armKey → ids, as many as its pairs
 * and, after them, its foils (see matchFoils).
 * `candidates`: armKey → the examples made by that arm's attack, in any order; of several of one record the first
 * counts. No arm shows a record twice; with `distinctRecords` neither does a task, or even the study. A choice is
 * found whenever one exists. The result depends on the names of the records and the seed, not on the order or the ids
 * of the candidates. Throws AppError 'bad-input' that says how many are needed, how many there are, and what to do.
 */
export function selectStimuli(protocol: Protocol, candidates: Candidates): Map<string, string[]> {
  const random = studyRandom(protocol.seed, 'stimuli');
  const pools = protocol.tasks.map((task) =>
    attackedArms(task).map((planned): Pool => {
      const arm = { ...planned, count: planned.pairs + planned.foils };
      const byRecord = suitable(protocol, candidates.get(armKey(task.id, arm.name)) ?? []);
      if (byRecord.size < arm.count) throw tooFew(protocol, task, arm, byRecord.size);
      return { task, arm, byRecord, records: shuffled([...byRecord.keys()].sort(), random) };
    }),
  );
  const chosen = new Map<string, string[]>();
  for (const group of distinctGroups(protocol, pools)) {
    const picked = pickDistinct(protocol, group);
    group.forEach(({ task, arm, byRecord }, i) => {
      const ids = (picked[i] ?? []).map((record) => byRecord.get(record) as string);
      chosen.set(armKey(task.id, arm.name), ids);
    });
  }
  return chosen;
}

/** `count`: how many examples it shows. */
type Arm = PlannedArm & { count: number };

/** What an arm can show: its records in the seed's order, and the example of each. */
interface Pool {
  task: ProtocolTask;
  arm: Arm;
  byRecord: Map<string, string>;
  records: string[];
}

/** The pools that may share no record. */
function distinctGroups(protocol: Protocol, byTask: Pool[][]): Pool[][] {
  switch (protocol.options.distinctRecords) {
    case 'study':
      return [byTask.flat()];
    case 'task':
      return byTask;
    case 'none':
      return byTask.flat().map((pool) => [pool]);
  }
}

/** Whether the protocol lets this example be shown. */
export function isSuitable(protocol: Protocol, candidate: StimulusCandidate): boolean {
  const { split, classes, onlySuccessful, minDurationMs } = protocol.stimuli;
  return (
    candidate.split === split &&
    classes.includes(CLASS_CODES[candidate.label]) &&
    candidate.durationMs >= minDurationMs &&
    (!onlySuccessful || isSuccess(candidate))
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

function pickDistinct(protocol: Protocol, pools: readonly Pool[]): string[][] {
  const wishes = pools.flatMap(({ arm, records }) => Array.from({ length: arm.count }, () => records));
  const assigned = assignRecords(wishes).filter((record) => record !== undefined);
  if (assigned.length < wishes.length) throw tooFewDistinct(protocol, pools, wishes.length, assigned.length);
  let from = 0;
  return pools.map(({ arm }) => assigned.slice(from, (from += arm.count)));
}

function tooFew(protocol: Protocol, task: ProtocolTask, arm: Arm, found: number): AppError {
  const { split, classes, onlySuccessful, minDurationMs } = protocol.stimuli;
  const kind = [
    `records of the ${split} split`,
    `of class ${classes.join(', ')}`,
    ...(minDurationMs > 0 ? [`at least ${minDurationMs / 1000} s long`] : []),
    ...(onlySuccessful ? ['classified correctly before the attack and fooled by it'] : []),
  ].join(', ');
  return new AppError(
    'bad-input',
    `Arm ${arm.name} of task ${task.id} needs ${arm.count} pairs and ${found} fit (${kind}): ` +
      `take a dataset with more such records${found > 0 ? `, or lower its "pairs" to ${found} or fewer` : ''}.`,
    { task: task.id, arm: arm.name, needed: arm.count, found },
  );
}

function tooFewDistinct(protocol: Protocol, pools: readonly Pool[], needed: number, found: number): AppError {
  const wholeStudy = protocol.options.distinctRecords === 'study';
  const task = pools[0]?.task.id;
  const where = wholeStudy ? 'The study needs' : `Task ${task} needs`;
  const sharing = wholeStudy
    ? '"task" so that its tasks may share records'
    : '"none" so that its arms may share records';
  return new AppError(
    'bad-input',
    `${where} ${needed} different records over its arms, but only ${found} are available: take a dataset with more records, ` +
      `lower "pairs", or set "distinctRecords" to ${sharing}.`,
    { ...(wholeStudy || task === undefined ? {} : { task }), needed, found },
  );
}
