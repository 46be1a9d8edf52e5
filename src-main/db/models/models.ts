import {
  metricsSchema,
  modelSummarySchema,
  type Metrics,
  type ModelSummary,
} from '../../../src-shared/contract/models.ts';
import { CINC_2017_CLASSES, classListSchema, type EcgClass } from '../../../src-shared/class-list.ts';
import type { Split } from '../../../src-shared/ecg.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { ReadableDB, WritableDB } from '../sqlite/connection.ts';
import { notRemoved } from '../removal/removed.ts';
import { jsonColumn } from '../sqlite/json-column.ts';

const { card: cardSchema, history: historySchema, origin: originSchema } = modelSummarySchema.shape;
const CARD = jsonColumn(cardSchema, { table: 'models', column: 'card' });
const HISTORY = jsonColumn(historySchema, { table: 'models', column: 'history' });
/** Scores of an evaluation. */
export const METRICS = jsonColumn(metricsSchema, { table: 'evaluations', column: 'metrics' });

/** The classes of a model by its card in SQL, as `parseClasses` reads them; null: those of CinC 2017. */
export const CLASSES_OF_CARD = `m.card ->> '$.classes'`;
const CLASSES = jsonColumn(classListSchema, { table: 'models', column: 'card' });
export const parseClasses = (text: string | null, row: string): EcgClass[] =>
  text === null ? [...CINC_2017_CLASSES] : CLASSES.read(text, row);

export type ModelRow = Pick<
  ModelSummary,
  'id' | 'name' | 'architecture' | 'origin' | 'sha256' | 'createdAt' | 'card' | 'history'
>;

interface RawModel extends Omit<ModelRow, 'origin' | 'card' | 'history'> {
  origin: string;
  card: string;
  history: string;
}

const COLUMNS = 'id, name, architecture, origin, sha256, created_at AS createdAt, card, history';

const parse = (row: RawModel): ModelRow => ({
  ...row,
  origin: parseOrigin(row),
  card: CARD.read(row.card, row.id),
  history: HISTORY.read(row.history, row.id),
});

function parseOrigin({ id, name, origin }: RawModel): ModelRow['origin'] {
  const { data } = originSchema.safeParse(origin);
  if (data) return data;
  throw new AppError(
    'damaged',
    `The model "${name}" is of an origin that this version does not know: "${origin}". Update the program, or restore the workspace from a backup.`,
    { table: 'models', row: id, column: 'origin' },
  );
}

export function upsertModel(db: WritableDB, model: ModelRow): void {
  db.prepare(
    `INSERT INTO models (id, name, architecture, origin, sha256, created_at, card, history)
     VALUES (@id, @name, @architecture, @origin, @sha256, @createdAt, @card, @history)
     ON CONFLICT (id) DO UPDATE SET name = @name, sha256 = @sha256, card = @card, history = @history`,
  ).run({ ...model, card: CARD.write(model.card), history: HISTORY.write(model.history) });
}

export function getModel(db: ReadableDB, id: string): ModelRow | undefined {
  const row = db.prepare<[string], RawModel>(`SELECT ${COLUMNS} FROM models WHERE id = ?`).get(id);
  return row && parse(row);
}

/** Newest first. */
export function listModels(db: ReadableDB): ModelRow[] {
  return db
    .prepare<[], RawModel>(
      `SELECT ${COLUMNS} FROM models WHERE ${notRemoved('id')} ORDER BY created_at DESC, rowid DESC`,
    )
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
export function insertEvaluation(db: WritableDB, row: EvaluationRow): number {
  const { lastInsertRowid } = db
    .prepare(
      `INSERT INTO evaluations (model_id, model_sha256, dataset_id, split, engine, created_at, metrics)
     VALUES (@modelId, @modelSha256, @datasetId, @split, @engine, @createdAt, @metrics)`,
    )
    .run({ ...row, metrics: METRICS.write(row.metrics) });
  return Number(lastInsertRowid);
}

/** The evaluations of the model as it is now, newest first, with the dataset's name. */
export function listEvaluations(db: ReadableDB, modelId: string): ModelSummary['evaluations'] {
  return db
    .prepare<[string], { id: number; dataset: string; split: Split; createdAt: string; metrics: string }>(
      `SELECT e.id, d.name AS dataset, e.split, e.created_at AS createdAt, e.metrics
       FROM evaluations e JOIN datasets d ON d.id = e.dataset_id JOIN models m ON m.id = e.model_id AND m.sha256 = e.model_sha256
       WHERE e.model_id = ? ORDER BY e.id DESC`,
    )
    .all(modelId)
    .map(({ id, ...row }) => ({ ...row, metrics: METRICS.read(row.metrics, id) }));
}
