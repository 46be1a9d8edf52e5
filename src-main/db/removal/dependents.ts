import type { RemovableKind } from '../../../src-shared/contract/removal.ts';
import { counted } from '../../../src-shared/format/counted.ts';
import type { ReadableDB } from '../sqlite/connection.ts';
import { notRemoved } from './removed.ts';

interface Dependent {
  one: string;
  many: string;
  /** Counts them; the id is the only parameter, `@id`. */
  sql: string;
}

const ANSWERS = `FROM analyses a WHERE ${notRemoved('a.id')} AND a.kind <> 'verification'`;
/** The pairs of locked studies and of drafts. */
const PAIRS = '(SELECT study_id, example_id FROM trials UNION ALL SELECT study_id, example_id FROM draft_pairs)';
/** Studies whose pairs are of records, without an example. */
const OF_RECORDS = `SELECT count(DISTINCT p.study_id)
  FROM (SELECT study_id, record_id, made_record_id FROM trials
        UNION ALL SELECT study_id, record_id, made_record_id FROM draft_pairs) p
    JOIN records r ON r.id IN (p.record_id, p.made_record_id)
  WHERE r.dataset_id = @id AND ${notRemoved('p.study_id')}`;
/** Whoever rehearsed goes with the rehearsal. */
const READERS = `SELECT count(*) FROM sessions n JOIN studies s ON s.id = n.study_id
  WHERE n.study_id = @id AND s.rehearsal_of IS NULL`;
const RUNS = `SELECT count(*) FROM attack_runs r WHERE ${notRemoved('r.id')}`;

const DEPENDENTS: Record<RemovableKind, Dependent[]> = {
  dataset: [
    { one: 'attack run', many: 'attack runs', sql: `${RUNS} AND r.dataset_id = @id` },
    {
      one: 'analysis or comparison',
      many: 'analyses and comparisons',
      sql: `SELECT count(*) ${ANSWERS} AND a.dataset_id = @id`,
    },
    { one: 'study', many: 'studies', sql: OF_RECORDS },
  ],
  model: [
    { one: 'attack run', many: 'attack runs', sql: `${RUNS} AND r.model_id = @id` },
    {
      one: 'analysis or comparison',
      many: 'analyses and comparisons',
      sql: `SELECT count(*) ${ANSWERS} AND (a.model_id = @id OR instr(a.request, @id) > 0)`,
    },
  ],
  run: [
    {
      one: 'study',
      many: 'studies',
      sql: `SELECT count(DISTINCT p.study_id) FROM ${PAIRS} p JOIN examples e ON e.id = p.example_id
            WHERE e.run_id = @id AND ${notRemoved('p.study_id')}`,
    },
    {
      one: 'analysis',
      many: 'analyses',
      sql: `SELECT count(*) ${ANSWERS} AND @id IN (json_extract(a.request, '$.runId'), json_extract(a.result, '$.runId'))`,
    },
  ],
  study: [{ one: 'reader', many: 'readers', sql: READERS }],
  design: [],
  analysis: [],
  comparison: [],
};

/** What was made from it and still exists: '3 attack runs', '1 study'; none if it can go. */
export function dependentsOf(db: ReadableDB, kind: RemovableKind, id: string): string[] {
  return DEPENDENTS[kind].flatMap(({ one, many, sql }) => {
    const count = db.prepare<[{ id: string }], number>(sql).pluck().get({ id }) ?? 0;
    return count === 0 ? [] : [counted(count, one, many)];
  });
}
