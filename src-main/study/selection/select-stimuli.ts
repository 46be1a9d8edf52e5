import { isSuccess } from '../../../src-shared/attacks/outcome.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { Split } from '../../../src-shared/ecg.ts';
import { isOfLength, isOfSize, recordWords, sizeWords } from '../../../src-shared/study/criteria.ts';
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
  /** Code of its class. */
  label: string;
  split: Split;
  durationMs: number;
  samplingHz: number;
  originallyCorrect: boolean;
  /** The stored (quantised) example changes the class that the model predicts. */
  fooled: boolean;
  /** Size of the perturbation, µV. */
  linfUv: number;
  rmsUv: number;
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
      const byRecord = suitable(protocol, arm, candidates.get(armKey(task.id, arm.name)) ?? []);
      if (byRecord.size < arm.count) throw tooFew(protocol, task, arm, byRecord.size);
      const records = shuffled([...byRecord.keys()].sort(), random);
      const pool = { task, arm, byRecord, records };
      for (const [code, needed] of arm.quotas ?? []) {
        const found = ofClass(pool, code).length;
        if (found < needed) throw tooFew(protocol, task, arm, found, { code, needed });
      }
      return pool;
    }),
  );
  const chosen = new Map<string, string[]>();
  for (const group of distinctGroups(protocol, pools)) {
    const picked = pickDistinct(protocol, group);
    group.forEach(({ task, arm, byRecord }, i) => {
      const ids = (picked[i] ?? []).map((record) => byRecord.get(record)!.stimulusId);
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
  byRecord: Map<string, StimulusCandidate>;
  records: string[];
}

const ofClass = ({ byRecord, records }: Pool, code: string): string[] =>
  records.filter((record) => byRecord.get(record)?.label === code);

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

/** Whether the protocol lets this example be shown in this arm. */
export function isSuitable(protocol: Protocol, { size }: Pick<Arm, 'size'>, candidate: StimulusCandidate): boolean {
  const { split, classes, onlySuccessful } = protocol.stimuli;
  return (
    candidate.split === split &&
    (classes?.includes(candidate.label) ?? true) &&
    isOfLength(protocol.stimuli, candidate.durationMs) &&
    (!onlySuccessful || isSuccess(candidate)) &&
    isOfSize(size, candidate, protocol.options.gainMmPerMv)
  );
}

function suitable(
  protocol: Protocol,
  arm: Arm,
  candidates: readonly StimulusCandidate[],
): Map<string, StimulusCandidate> {
  const byRecord = new Map<string, StimulusCandidate>();
  for (const candidate of candidates) {
    if (!byRecord.has(candidate.record) && isSuitable(protocol, arm, candidate)) {
      byRecord.set(candidate.record, candidate);
    }
  }
  return byRecord;
}

/** What each place of an arm would take: its pairs by class, where that is asked for, and then its foils. */
function wishesOf(pool: Pool): string[][] {
  const { arm, records } = pool;
  const places = (count: number, from: string[]): string[][] => Array.from({ length: count }, () => from);
  if (arm.quotas === null) return places(arm.count, records);
  return [
    ...[...arm.quotas].flatMap(([code, count]) => places(count, ofClass(pool, code))),
    ...places(arm.foils, records),
  ];
}

function pickDistinct(protocol: Protocol, pools: readonly Pool[]): string[][] {
  const wishes = pools.flatMap(wishesOf);
  const assigned = assignRecords(wishes).filter((record) => record !== undefined);
  if (assigned.length < wishes.length) throw tooFewDistinct(protocol, pools, wishes.length, assigned.length);
  let from = 0;
  return pools.map(({ arm }) => assigned.slice(from, (from += arm.count)));
}

function tooFew(
  protocol: Protocol,
  task: ProtocolTask,
  arm: Arm,
  found: number,
  quota?: { code: string; needed: number },
): AppError {
  const { split, classes, onlySuccessful } = protocol.stimuli;
  const needed = quota?.needed ?? arm.count;
  const kind = [
    `records of the ${split} split`,
    ...(quota || classes ? [`of class ${quota?.code ?? classes?.join(', ')}`] : []),
    ...recordWords(protocol.stimuli),
    ...(onlySuccessful ? ['classified correctly before the attack and fooled by it'] : []),
    ...(arm.size ? [sizeWords(arm.size)] : []),
  ].join(', ');
  return new AppError(
    'bad-input',
    `Arm ${arm.name} of task ${task.id} needs ${needed} pairs${quota ? ` of class ${quota.code}` : ''} and ${found} fit (${kind}): ` +
      `take a dataset with more such records${found > 0 ? `, or lower its "${quota ? 'quotas' : 'pairs'}" to ${found} or fewer` : ''}.`,
    { task: task.id, arm: arm.name, needed, found },
  );
}

function tooFewDistinct(protocol: Protocol, pools: readonly Pool[], needed: number, found: number): AppError {
  const wholeStudy = protocol.options.distinctRecords === 'study';
  const task = pools[0]?.task.id;
  const where = wholeStudy ? 'The study needs' : `Task ${task} needs`;
  const fit = pools.map(({ task: { id }, arm, records }) => `${records.length} for ${id}/${arm.name}`).join(', ');
  const cures = [
    `take a dataset with more records in its ${protocol.stimuli.split} split`,
    'lower "pairs"',
    ...sharing(protocol, pools),
  ];
  return new AppError(
    'bad-input',
    `${where} ${needed} different records over its arms, but only ${found} are available (${fit} fit): ${cures.slice(0, -1).join(', ')}, or ${cures.at(-1)}.`,
    { ...(wholeStudy || task === undefined ? {} : { task }), needed, found },
  );
}

/** What would let these arms share records: of one task in a study, or of one arm in a task, nothing does. */
function sharing({ options }: Protocol, pools: readonly Pool[]): string[] {
  const tasks = new Set(pools.map(({ task }) => task.id)).size;
  const set = (value: string, who: string): string =>
    `set "distinctRecords" to "${value}" so that ${who} may share records`;
  if (options.distinctRecords === 'study' && tasks > 1) return [set('task', 'its tasks')];
  return pools.length > 1 ? [set('none', 'its arms')] : [];
}
