import type { Metrics, ModelSummary } from '../../../src-shared/contract/models.ts';
import type { Split } from '../../../src-shared/ecg.ts';
import type { Db } from '../open.ts';

export type ModelRow = Pick<
  ModelSummary,
  'id' | 'name' | 'architecture' | 'origin' | 'sha256' | 'createdAt' | 'card' | 'history'
>;

interface RawModel extends Omit<ModelRow, 'card' | 'history'> {
  card: string;
  history: string;
}

const COLUMNS = 'id, name, architecture, origin, sha256, created_at AS createdAt, card, history';

const parse = (row: RawModel): ModelRow => ({
  ...row,
  card: JSON.parse(row.card) as ModelRow['card'],
  history: JSON.parse(row.history) as ModelRow['history'],
});

export function upsertModel(db: Db, model: ModelRow): void {
  db.prepare(
    `INSERT INTO models (id, name, architecture, origin, sha256, created_at, card, history)
     VALUES (@id, @name, @architecture, @origin, @sha256, @createdAt, @card, @history)
     ON CONFLICT (id) DO UPDATE SET name = @name, sha256 = @sha256, card = @card, history = @history`,
  ).run({ ...model, card: JSON.stringify(model.card), history: JSON.stringify(model.history) });
}

export function getModel(db: Db, id: string): ModelRow | undefined {
  const row = db.prepare<[string], RawModel>(`SELECT ${COLUMNS} FROM models WHERE id = ?`).get(id);
  return row && parse(row);
}

/** Newest first. */
export function listModels(db: Db): ModelRow[] {
  return db
    .prepare<[], RawModel>(`SELECT ${COLUMNS} FROM models ORDER BY created_at DESC, rowid DESC`)
    .all()
    .map(parse);
}

export interface EvaluationRow {
  modelId: string;
  modelSha256: string;
  datasetId: string;
  split: Split;
  engine: string;
  createdAt: string;
  metrics: Metrics;
}

/** Returns its id. */
export function insertEvaluation(db: Db, row: EvaluationRow): number {
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO evaluations (model_id, model_sha256, dataset_id, split, engine, created_at, metrics)
     VALUES (@modelId, @modelSha256, @datasetId, @split, @engine, @createdAt, @metrics)`,
    )
    .run({ ...row, metrics: JSON.stringify(row.metrics) });
  return Number(lastInsertRowid);
}

/** Of the model as it is now, newest first, with the dataset's name. */
export function listEvaluations(db: Db, modelId: string): ModelSummary['evaluations'] {
  return db
    .prepare<[string], { dataset: string; split: Split; createdAt: string; metrics: string }>(
      `SELECT d.name AS dataset, e.split, e.created_at AS createdAt, e.metrics
       FROM evaluations e JOIN datasets d ON d.id = e.dataset_id JOIN models m ON m.id = e.model_id AND m.sha256 = e.model_sha256
       WHERE e.model_id = ? ORDER BY e.id DESC`,
    )
    .all(modelId)
    .map((row) => ({ ...row, metrics: JSON.parse(row.metrics) as Metrics }));
}
