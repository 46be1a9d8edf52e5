import type {
  AnalysisChoices,
  AnalysisFilter,
  AnalysisListed,
  AnalysisSort,
} from '../../../src-shared/contract/analyses.ts';
import { RUN_OPTIONS } from '../attacks/attack-runs.ts';
import { ANALYSIS_FROM, ANALYSIS_SELECT, parseAnalysis, type RawAnalysis } from './analyses.ts';
import type { ReadableDB } from '../sqlite/connection.ts';

/** The attack that an analysis makes; if it starts from a run, the run's. */
const ATTACK = `coalesce(json_extract(a.request, '$.attack'), r.options)`;
const METHOD = `json_extract(${ATTACK}, '$.method')`;
const FROM = `${ANALYSIS_FROM} LEFT JOIN attack_runs r ON r.id = json_extract(a.request, '$.runId')`;

const COLUMNS: Record<keyof AnalysisFilter, string> = {
  kind: 'a.kind',
  method: METHOD,
  model: 'm.name',
  dataset: 'd.name',
  split: 'a.split',
};

const ORDER: Record<AnalysisSort, string> = {
  created: 'a.created_at',
  kind: 'a.kind',
  attack: METHOD,
  model: 'm.name COLLATE NOCASE',
  dataset: 'd.name COLLATE NOCASE',
  seconds: 'a.seconds',
};

export interface AnalysisOrder {
  sort: AnalysisSort;
  descending: boolean;
}

/** The analyses that pass the filter, from `offset` on, without their results. */
export function pageAnalyses(
  db: ReadableDB,
  filter: AnalysisFilter,
  { sort, descending }: AnalysisOrder,
  page: { offset: number; limit: number },
): { total: number; rows: AnalysisListed[] } {
  const given = Object.entries(COLUMNS).filter(([key]) => filter[key as keyof AnalysisFilter] !== undefined);
  const clause = given.length === 0 ? '' : `WHERE ${given.map(([key, column]) => `${column} = @${key}`).join(' AND ')}`;
  const total = db.prepare<unknown[], number>(`SELECT count(*) ${FROM} ${clause}`).pluck().get(filter) ?? 0;
  const rows = db
    .prepare<unknown[], RawAnalysis & { runId: string | null; runOptions: string | null }>(
      `${ANALYSIS_SELECT}, r.id AS runId, r.options AS runOptions ${FROM} ${clause}
       ORDER BY ${ORDER[sort]} ${descending ? 'DESC' : 'ASC'} NULLS LAST, a.created_at DESC, a.rowid DESC
       LIMIT @limit OFFSET @offset`,
    )
    .all({ ...filter, ...page });
  return {
    total,
    rows: rows.map(({ runId, runOptions, ...row }) => {
      const analysis = parseAnalysis(row);
      const ofRun = runId === null || runOptions === null ? null : RUN_OPTIONS.read(runOptions, runId);
      return { ...analysis, attack: 'attack' in analysis.request ? analysis.request.attack : ofRun };
    }),
  };
}

/** The values that occur among all analyses, each list in its order: the choices for the filter. */
export function analysisChoices(db: ReadableDB): AnalysisChoices {
  const columns = Object.entries(COLUMNS).map(([key, column]) => `${column} AS ${key}`);
  const rows = db.prepare<[], AnalysisFilter>(`SELECT DISTINCT ${columns.join(', ')} ${FROM}`).all();
  const distinct = <K extends keyof AnalysisFilter>(key: K): NonNullable<AnalysisFilter[K]>[] =>
    [...new Set(rows.flatMap((row) => row[key] ?? []))].sort() as NonNullable<AnalysisFilter[K]>[];
  return {
    kind: distinct('kind'),
    method: distinct('method'),
    model: distinct('model'),
    dataset: distinct('dataset'),
    split: distinct('split'),
  };
}
