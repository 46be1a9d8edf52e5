import type { RecordId } from '../../../src-shared/record-id.ts';
import type { Metrics } from '../../../src-shared/contract/models.ts';
import type { ClassIndex, Split } from '../../../src-shared/ecg.ts';
import type { ReadableDB, WritableDB } from '../sqlite/connection.ts';
import { z } from 'zod';
import { jsonColumn } from '../sqlite/json-column.ts';
import { METRICS } from './models.ts';

const PROBABILITIES = jsonColumn(z.array(z.number()), { table: 'predictions', column: 'probabilities' });

/** A model's output for a record in an evaluation. */
export interface PredictionRow {
  recordId: RecordId;
  /** The record's class at that time, as a position in the model's list. */
  label: ClassIndex;
  /** Of each class of the model. */
  probabilities: number[];
}

export function insertPredictions(db: WritableDB, evaluationId: number, rows: Iterable<PredictionRow>): void {
  const insert = db.prepare(
    'INSERT INTO predictions (evaluation_id, record_id, label, probabilities) VALUES (?, ?, ?, ?)',
  );
  for (const { recordId, label, probabilities } of rows)
    insert.run(evaluationId, recordId, label, PROBABILITIES.write(probabilities));
}

export interface PredictionsOf {
  modelId: string;
  modelSha256: string;
  datasetId: string;
  split: Split;
}

/** The predictions of the newest evaluation that stored them, by record; none if there is no such evaluation. */
export function listPredictions(
  db: ReadableDB,
  of: PredictionsOf,
): { engine: string; metrics: Metrics; rows: PredictionRow[] } | undefined {
  const evaluation = db
    .prepare<[PredictionsOf], { id: number; engine: string; metrics: string }>(
      `SELECT id, engine, metrics FROM evaluations
       WHERE model_id = @modelId AND model_sha256 = @modelSha256 AND dataset_id = @datasetId AND split = @split
         AND EXISTS (SELECT 1 FROM predictions WHERE evaluation_id = evaluations.id)
       ORDER BY id DESC LIMIT 1`,
    )
    .get(of);
  if (!evaluation) return undefined;
  const rows = db
    .prepare<[number], { recordId: RecordId; label: ClassIndex; probabilities: string }>(
      'SELECT record_id AS recordId, label, probabilities FROM predictions WHERE evaluation_id = ? ORDER BY record_id',
    )
    .all(evaluation.id);
  return {
    engine: evaluation.engine,
    metrics: METRICS.read(evaluation.metrics, evaluation.id),
    rows: rows.map((row) => ({ ...row, probabilities: PROBABILITIES.read(row.probabilities, row.recordId) })),
  };
}
