import type { AttackRun, RunChoices, RunFilter, RunSort } from '../../../src-shared/contract/attacks.ts';
import { ATTACK_RUN_FROM, ATTACK_RUN_SELECT, parseAttackRun, type RawAttackRun } from './attack-runs.ts';
import { CLASSES_OF_CARD, parseClasses } from '../models/models.ts';
import type { ReadableDB } from '../sqlite/connection.ts';

const METHOD = `json_extract(a.options, '$.method')`;
const EPSILON = `json_extract(a.options, '$.epsilonUnits')`;
const TARGET = `json_extract(a.options, '$.target')`;

const ORDER: Record<RunSort, string> = {
  created: 'a.created_at',
  method: METHOD,
  epsilon: EPSILON,
  model: 'm.name COLLATE NOCASE',
  dataset: 'd.name COLLATE NOCASE',
  success: `json_extract(a.summary, '$.asr')`,
  interval: `json_extract(a.summary, '$.asrInterval[0]')`,
  accuracy: `json_extract(a.summary, '$.accuracyUnderAttack')`,
  seconds: `json_extract(a.summary, '$.secondsPerRecord')`,
};

export interface RunOrder {
  sort: RunSort;
  descending: boolean;
}

/** The runs that pass the filter, from `offset` on; those without a value come last in either direction. */
export function pageAttackRuns(
  db: ReadableDB,
  filter: RunFilter,
  { sort, descending }: RunOrder,
  page: { offset: number; limit: number },
): { total: number; rows: AttackRun[] } {
  const { clause, values } = where(filter);
  const total = db.prepare<unknown[], number>(`SELECT count(*) ${ATTACK_RUN_FROM} ${clause}`).pluck().get(values) ?? 0;
  const direction = descending ? 'DESC' : 'ASC';
  const rows = db
    .prepare<unknown[], RawAttackRun>(
      `${ATTACK_RUN_SELECT} ${clause}
       ORDER BY ${ORDER[sort]} ${direction} NULLS LAST, a.created_at DESC, a.rowid DESC LIMIT @limit OFFSET @offset`,
    )
    .all({ ...values, ...page });
  return { total, rows: rows.map(parseAttackRun) };
}

/** The values that occur among all runs, each list in its order: the choices for the filter. */
export function attackRunChoices(db: ReadableDB): RunChoices {
  const lists = db
    .prepare<[], { id: string; classes: string | null }>(
      `SELECT m.id, ${CLASSES_OF_CARD} AS classes ${ATTACK_RUN_FROM} GROUP BY classes`,
    )
    .all();
  const rows = db
    .prepare<[], RunFilter & { target: string | number | null }>(
      `SELECT DISTINCT ${METHOD} AS method, ${EPSILON} AS epsilonUnits, ${TARGET} AS target, m.name AS model,
         d.name AS dataset, a.split ${ATTACK_RUN_FROM}`,
    )
    .all();
  const distinct = <K extends keyof RunFilter>(key: K): NonNullable<RunFilter[K]>[] => [
    ...new Set(rows.map((row) => row[key] as NonNullable<RunFilter[K]>)),
  ];
  return {
    method: distinct('method').sort(),
    model: distinct('model').sort(),
    dataset: distinct('dataset').sort(),
    split: distinct('split').sort(),
    epsilonUnits: distinct('epsilonUnits').sort((a, b) => a - b),
    classLists: lists.map(({ id, classes }) => parseClasses(classes, id)),
    goal: [...new Set(rows.map(({ target }) => (target ?? 'untargeted') as NonNullable<RunFilter['goal']>))].sort(),
  };
}

function where(filter: RunFilter): { clause: string; values: Record<string, unknown> } {
  const { goal, ...plain } = filter;
  const columns = {
    method: METHOD,
    epsilonUnits: EPSILON,
    model: 'm.name',
    dataset: 'd.name',
    split: 'a.split',
  } as const;
  const given = Object.entries(columns).filter(([key]) => plain[key as keyof typeof columns] !== undefined);
  const parts = given.map(([key, column]) => `${column} = @${key}`);
  if (goal === 'untargeted') parts.push(`${TARGET} IS NULL`);
  else if (goal !== undefined) parts.push(`${TARGET} = @goal`);
  return {
    clause: parts.length === 0 ? '' : `WHERE ${parts.join(' AND ')}`,
    values: { ...plain, ...(typeof goal === 'undefined' ? {} : { goal }) },
  };
}
