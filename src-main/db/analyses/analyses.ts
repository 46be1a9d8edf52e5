import type { z } from 'zod';
import {
  ANALYSIS_KINDS,
  analysisRequestSchema,
  analysisResultSchemas,
  type AnalysisRequest,
} from '../../../src-shared/analyses/index.ts';
import type { Analysis, AnalysisSummary } from '../../../src-shared/contract/analyses.ts';
import type { Split } from '../../../src-shared/ecg.ts';
import type { ReadableDB, WritableDB } from '../sqlite/connection.ts';
import { notRemoved } from '../removal/removed.ts';
import { CLASSES_OF_CARD, parseClasses } from '../models/models.ts';
import { jsonColumn } from '../sqlite/json-column.ts';

/**
 * A stored result with what it was made from and by. `request.kind` says what it is: an analysis, a comparison of
 * models (comparisons.ts), the verification of a run (verifications.ts).
 */
export interface AnswerRow<Request extends { kind: string } = { kind: string }> {
  id: string;
  modelId: string;
  modelSha256: string;
  datasetId: string;
  split: Split;
  request: Request;
  engine: string;
  programVersion: string;
  createdAt: string;
  seconds: number;
  result: unknown;
}

export const REQUEST = jsonColumn<AnalysisRequest>(analysisRequestSchema, { table: 'analyses', column: 'request' });
const RESULT = { table: 'analyses', column: 'result', cure: 'Repeat the analysis' };

export type RawAnalysis = Omit<AnalysisSummary, 'request' | 'classes'> & { request: string; classes: string | null };

export const ANALYSIS_SELECT = `SELECT a.id, a.kind, a.created_at AS createdAt, m.name AS model, ${CLASSES_OF_CARD} AS classes, d.name AS dataset, a.split, a.request, a.engine, a.seconds`;
const KINDS = ANALYSIS_KINDS.map((kind) => `'${kind}'`).join(', ');
/** Analyses with their model and dataset. */
export const ANALYSIS_FROM = `FROM analyses a JOIN datasets d ON d.id = a.dataset_id JOIN models m ON m.id = a.model_id AND a.kind IN (${KINDS}) AND ${notRemoved('a.id')}`;

export const parseAnalysis = <Row extends RawAnalysis>(
  row: Row,
): Omit<Row, 'request' | 'classes'> & AnalysisSummary => ({
  ...row,
  classes: parseClasses(row.classes, row.id),
  request: REQUEST.read(row.request, row.id),
});

export function insertAnswer<Request extends { kind: string }>(db: WritableDB, row: AnswerRow<Request>): void {
  db.prepare(
    `INSERT INTO analyses (id, kind, model_id, model_sha256, dataset_id, split, request, engine, program_version, created_at, seconds, result)
     VALUES (@id, @kind, @modelId, @modelSha256, @datasetId, @split, @request, @engine, @programVersion, @createdAt, @seconds, @result)`,
  ).run({
    ...row,
    kind: row.request.kind,
    request: JSON.stringify(row.request),
    result: JSON.stringify(row.result),
  });
}

/** Newest first, without their results. */
export function listAnalyses(db: ReadableDB): AnalysisSummary[] {
  return db
    .prepare<[], RawAnalysis>(`${ANALYSIS_SELECT} ${ANALYSIS_FROM} ORDER BY a.created_at DESC, a.rowid DESC`)
    .all()
    .map(parseAnalysis);
}

export function getAnalysis(db: ReadableDB, id: string): Analysis | undefined {
  const row = db
    .prepare<[string], RawAnalysis & { result: string }>(`${ANALYSIS_SELECT}, a.result ${ANALYSIS_FROM} WHERE a.id = ?`)
    .get(id);
  if (!row) return undefined;
  const schema: z.ZodType<Analysis['result']> = analysisResultSchemas[row.kind];
  // Both are of the row's kind, which the compiler cannot see.
  return { ...parseAnalysis(row), result: jsonColumn(schema, RESULT).read(row.result, id) } as Analysis;
}

/** The newest result of exactly this request, however it was written, by the model as it is now. */
export function findAnalysis(db: ReadableDB, request: AnalysisRequest, modelSha256: string): string | undefined {
  const wanted = REQUEST.write(analysisRequestSchema.parse(request));
  return db
    .prepare<[string, string], { id: string; request: string }>(
      `SELECT id, request FROM analyses WHERE kind = ? AND model_sha256 = ? AND ${notRemoved('id')} ORDER BY rowid DESC`,
    )
    .all(request.kind, modelSha256)
    .find((row) => {
      const stored = REQUEST.readIfKnown(row.request);
      return stored && REQUEST.write(stored) === wanted;
    })?.id;
}
