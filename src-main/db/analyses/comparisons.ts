import { z } from 'zod';
import type { ComparisonSummary } from '../../../src-shared/contract/models.ts';
import { modelComparisonSchema, type ModelComparison } from '../../../src-shared/models/scores.ts';
import type { Split } from '../../../src-shared/ecg.ts';
import type { AnswerRow } from './analyses.ts';
import type { ReadableDB } from '../sqlite/connection.ts';
import { notRemoved } from '../removal/removed.ts';
import { jsonColumn } from '../sqlite/json-column.ts';

/** What the models were compared on; the row's own model is the first of them. */
export interface ComparisonRequest {
  kind: 'model-comparison';
  models: { id: string; sha256: string }[];
}

export interface ComparisonRow extends AnswerRow<ComparisonRequest> {
  result: ModelComparison;
}

const KIND = 'model-comparison' satisfies ComparisonRequest['kind'];

const where = { table: 'analyses', column: 'result', cure: 'Repeat the comparison' };
const RESULT = jsonColumn(modelComparisonSchema, where);
/** As much of the result as a list shows. */
const LISTED = jsonColumn(z.object({ records: z.int(), models: z.array(z.object({ name: z.string() })) }), where);

/** Newest first, from `offset` on. */
export function pageComparisons(
  db: ReadableDB,
  page: { offset: number; limit: number },
): { total: number; rows: ComparisonSummary[] } {
  const total =
    db
      .prepare<[string], number>(`SELECT count(*) FROM analyses WHERE kind = ? AND ${notRemoved('id')}`)
      .pluck()
      .get(KIND) ?? 0;
  const rows = db
    .prepare<unknown[], { id: string; createdAt: string; split: Split; dataset: string; result: string }>(
      `SELECT a.id, a.created_at AS createdAt, a.split, d.name AS dataset, a.result
       FROM analyses a JOIN datasets d ON d.id = a.dataset_id
       WHERE a.kind = @kind AND ${notRemoved('a.id')} ORDER BY a.created_at DESC, a.rowid DESC LIMIT @limit OFFSET @offset`,
    )
    .all({ kind: KIND, ...page });
  return {
    total,
    rows: rows.map(({ result, ...row }) => {
      const { records, models } = LISTED.read(result, row.id);
      return { ...row, records, models: models.map(({ name }) => name) };
    }),
  };
}

export function getComparison(
  db: ReadableDB,
  id: string,
): { id: string; createdAt: string; result: ModelComparison } | undefined {
  const row = db
    .prepare<[string, string], { id: string; createdAt: string; result: string }>(
      `SELECT id, created_at AS createdAt, result FROM analyses WHERE id = ? AND kind = ? AND ${notRemoved('id')}`,
    )
    .get(id, KIND);
  return row && { ...row, result: RESULT.read(row.result, row.id) };
}
