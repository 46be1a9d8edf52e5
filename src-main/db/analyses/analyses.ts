import { ANALYSIS_KINDS, type AnalysisRequest } from '../../../src-shared/analyses/index.ts';
import type { AnalysisSummary } from '../../../src-shared/contract/analyses.ts';
import type { Split } from '../../../src-shared/ecg.ts';
import type { Db } from '../open.ts';

/**
 * An answer with what it was made from and by. `request.kind` says to what: an analysis, a comparison of models
 * (comparisons.ts), the verification of a run (verifications.ts).
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

export type RawAnalysis = Omit<AnalysisSummary, 'request'> & { request: string };

export const ANALYSIS_SELECT = `SELECT a.id, a.kind, a.created_at AS createdAt, m.name AS model, d.name AS dataset, a.split, a.request, a.engine, a.seconds`;
const KINDS = ANALYSIS_KINDS.map((kind) => `'${kind}'`).join(', ');
/** Analyses with their model and dataset. */
export const ANALYSIS_FROM = `FROM analyses a JOIN datasets d ON d.id = a.dataset_id JOIN models m ON m.id = a.model_id AND a.kind IN (${KINDS})`;

export const parseAnalysis = <Row extends RawAnalysis>(row: Row): Omit<Row, 'request'> & AnalysisSummary => ({
  ...row,
  request: JSON.parse(row.request) as AnalysisRequest,
});

export function insertAnswer<Request extends { kind: string }>(db: Db, row: AnswerRow<Request>): void {
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
export function listAnalyses(db: Db): AnalysisSummary[] {
  return db
    .prepare<[], RawAnalysis>(`${ANALYSIS_SELECT} ${ANALYSIS_FROM} ORDER BY a.created_at DESC, a.rowid DESC`)
    .all()
    .map(parseAnalysis);
}

export function getAnalysis(db: Db, id: string): (AnalysisSummary & { result: unknown }) | undefined {
  const row = db
    .prepare<[string], RawAnalysis & { result: string }>(`${ANALYSIS_SELECT}, a.result ${ANALYSIS_FROM} WHERE a.id = ?`)
    .get(id);
  return row && { ...parseAnalysis(row), result: JSON.parse(row.result) as unknown };
}

/** The newest answer to exactly this request by the model as it is now. */
export function findAnalysis(db: Db, request: AnalysisRequest, modelSha256: string): string | undefined {
  return db
    .prepare<[string, string, string], string>(
      'SELECT id FROM analyses WHERE kind = ? AND request = ? AND model_sha256 = ? ORDER BY rowid DESC LIMIT 1',
    )
    .pluck()
    .get(request.kind, JSON.stringify(request), modelSha256);
}
