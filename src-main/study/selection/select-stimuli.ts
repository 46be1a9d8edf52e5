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
 * counts. No arm shows a record twice; with `distinctRecords` neither does a task, or even the study, but that matched arms
 * of a task show the same ones, in the same order. A choice is found whenever one exists. The result depends on the names of the records and the seed, not on the order or the ids
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
    case 'matched':
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

/** A place for a record: what it would take, and the pools that show it. */
interface Place {
  wishes: string[];
  pools: Pool[];
}

const placesFor = (pools: Pool[], count: number, wishes: string[]): Place[] =>
  Array.from({ length: count }, () => ({ wishes, pools }));

/** The places of its pairs, by class where that is asked for, and of its foils; `pools` show the same ones. */
function placesIn(pool: Pool, pools: Pool[] = [pool]): Place[] {
  const { pairs, foils, quotas } = pool.arm;
  const ofPairs = quotas
    ? [...quotas].flatMap(([code, count]) => placesFor(pools, count, ofClass(pool, code)))
    : placesFor(pools, pairs, pool.records);
  return [...ofPairs, ...placesFor(pools, foils, pool.records)];
}

/** Of each pool first the places of its pairs, then those of its foils. Matched arms have all of them in common. */
function placesOf(protocol: Protocol, pools: readonly Pool[]): Place[] {
  const matched = protocol.options.distinctRecords === 'matched';
  const main = matched ? pools.filter(({ arm }) => arm.kind === 'main') : [];
  return [
    ...[...Map.groupBy(main, ({ task }) => task).values()].flatMap((ofTask) =>
      placesIn(inCommon(protocol, ofTask), ofTask),
    ),
    ...pools.flatMap((pool) => (main.includes(pool) ? [] : placesIn(pool))),
  ];
}

/** The first of the arms of a task, with the records that all of them can show. Throws AppError 'bad-input' if they are too few. */
function inCommon(protocol: Protocol, pools: readonly Pool[]): Pool {
  const [first, ...others] = pools as [Pool, ...Pool[]];
  const records = first.records.filter((record) => others.every(({ byRecord }) => byRecord.has(record)));
  const common = { ...first, records };
  const { count, quotas } = first.arm;
  if (records.length < count) throw tooFewInCommon(protocol, pools, count, records.length);
  for (const [code, needed] of quotas ?? []) {
    const found = ofClass(common, code).length;
    if (found < needed) throw tooFewInCommon(protocol, pools, needed, found, code);
  }
  return common;
}

function pickDistinct(protocol: Protocol, pools: readonly Pool[]): string[][] {
  const places = placesOf(protocol, pools);
  const assigned = assignRecords(places.map(({ wishes }) => wishes));
  const found = assigned.filter((record) => record !== undefined).length;
  if (found < places.length) throw tooFewDistinct(protocol, pools, places.length, found);
  return pools.map((pool) => assigned.flatMap((record, i) => (places[i]?.pools.includes(pool) ? (record ?? []) : [])));
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

function tooFewInCommon(
  protocol: Protocol,
  pools: readonly Pool[],
  needed: number,
  found: number,
  code?: string,
): AppError {
  const task = pools[0]?.task.id;
  const fit = pools.map(({ arm, records }) => `${records.length} in ${arm.name}`).join(', ');
  return new AppError(
    'bad-input',
    `Task ${task} needs ${needed} records${code === undefined ? '' : ` of class ${code}`} that can be shown in every one of its arms, and ${found} fit in all (${fit}): ` +
      `take a dataset with more records in its ${protocol.stimuli.split} split${found > 0 ? `, lower its "${code === undefined ? 'pairs' : 'quotas'}" to ${found} or fewer` : ''}, or set "distinctRecords" to "none" so that each arm draws its own.`,
    { ...(task === undefined ? {} : { task }), needed, found },
  );
}

function tooFewDistinct(protocol: Protocol, pools: readonly Pool[], needed: number, found: number): AppError {
  const wholeStudy = ['study', 'matched'].includes(protocol.options.distinctRecords);
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
