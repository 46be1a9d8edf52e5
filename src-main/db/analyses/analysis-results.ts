import type { z } from 'zod';
import type { AnalysisKind, AnalysisRequest, RequestOf } from '../../../src-shared/analyses/index.ts';
import type { ReadableDB } from '../sqlite/connection.ts';
import { notRemoved } from '../removal/removed.ts';
import { jsonColumn } from '../sqlite/json-column.ts';
import { REQUEST } from './analyses.ts';

const RESULT = { table: 'analyses', column: 'result' };

/**
 * Results of transfers in which models were shown the run's examples, oldest first. `schema`: as much of the result as
 * is needed; results of other versions that lack it are left out, here and below.
 */
export function listTransfersOf<Result>(
  db: ReadableDB,
  runId: string,
  schema: z.ZodType<Result>,
): { target: string; result: Result }[] {
  const column = jsonColumn(schema, RESULT);
  return db
    .prepare<[string], { target: string; result: string }>(
      `SELECT m.name AS target, a.result FROM analyses a JOIN models m ON m.id = a.model_id
       WHERE a.kind = 'transfer' AND json_extract(a.result, '$.runId') = ? AND ${notRemoved('a.id')} ORDER BY a.rowid`,
    )
    .all(runId)
    .flatMap(({ target, result: text }) => {
      const result = column.readIfKnown(text);
      return result === undefined ? [] : [{ target, result }];
    });
}

/** Requests and results of one kind of analysis of a model as it is now. */
export function listAnalysisResults<K extends AnalysisKind, Result>(
  db: ReadableDB,
  kind: K,
  schema: z.ZodType<Result>,
  { modelSha256, datasetId }: { modelSha256: string; datasetId: string },
): { request: RequestOf<K>; result: Result }[] {
  const column = jsonColumn(schema, RESULT);
  return db
    .prepare<[string, string, string], { request: string; result: string }>(
      `SELECT request, result FROM analyses
       WHERE kind = ? AND model_sha256 = ? AND dataset_id = ? AND ${notRemoved('id')} ORDER BY rowid`,
    )
    .all(kind, modelSha256, datasetId)
    .flatMap((row) => {
      const request = REQUEST.readIfKnown(row.request);
      const result = column.readIfKnown(row.result);
      return request && isOfKind(request, kind) && result !== undefined ? [{ request, result }] : [];
    });
}

function isOfKind<K extends AnalysisKind>(request: AnalysisRequest, kind: K): request is RequestOf<K> {
  return request.kind === kind;
}
