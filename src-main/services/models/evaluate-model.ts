import { classesOfCard } from '../../../src-shared/class-list.ts';
import type { Metrics } from '../../../src-shared/contract/models.ts';
import type { Split } from '../../../src-shared/ecg.ts';
import { insertEvaluation, type ModelRow } from '../../db/models/models.ts';
import { insertPredictions, listPredictions, type PredictionRow } from '../../db/models/predictions.ts';
import type { RecordIdentity } from '../../db/datasets/record-identities.ts';
import { storeWhenFree } from '../../db/sqlite/when-free.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import { nowIso, type ServiceContext } from '../workspace/context.ts';
import { withPack } from '../workspace/worker-packs.ts';
import type { LeftOut } from '../../../src-shared/models/left-out.ts';

export interface EvaluationPlan {
  model: ModelRow;
  modelFolder: string;
  datasetId: string;
  split: Split;
  /** With their labels as positions in the model's list of classes. */
  records: readonly RecordIdentity[];
  /** Records of the split that the model was not made for. */
  leftOut: LeftOut;
}

export interface StoredEvaluation {
  engine: string;
  metrics: Metrics;
  predictions: PredictionRow[];
}

/** Classifies the records in a worker; nothing is stored. */
export async function classifyRecords(
  context: ServiceContext,
  { runTask }: Pick<JobContext, 'runTask'>,
  { model, modelFolder, records }: Pick<EvaluationPlan, 'modelFolder' | 'records'> & { model: Pick<ModelRow, 'card'> },
): Promise<StoredEvaluation> {
  return withPack(context, { recordIds: records.map(({ id }) => id), model }, async ({ recordsPath }) => {
    const classes = classesOfCard(model.card);
    const { engine, metrics, predictions } = await runTask('evaluate', { packPath: recordsPath, modelFolder, classes });
    return {
      engine,
      metrics,
      predictions: predictions.map(({ id, ...prediction }) => ({ recordId: id, ...prediction })),
    };
  });
}

/** The same, and stores the scores with the predictions for each record. */
export async function evaluateModel(
  context: ServiceContext,
  job: Pick<JobContext, 'runTask'>,
  plan: EvaluationPlan,
): Promise<StoredEvaluation> {
  const { db } = context;
  const { model, datasetId, split } = plan;
  const { engine, metrics: scores, predictions } = await classifyRecords(context, job, plan);
  const metrics = { ...scores, ...(plan.leftOut.length === 0 ? {} : { leftOut: plan.leftOut }) };
  const row = { modelId: model.id, modelSha256: model.sha256, datasetId, split, engine, createdAt: nowIso(), metrics };
  await storeWhenFree(db, () => insertPredictions(db, insertEvaluation(db, row), predictions));
  return { engine, metrics, predictions };
}

/**
 * The newest evaluation of the model as it is on exactly these records with these labels; undefined if there is none.
 */
export function findEvaluation({ db }: ServiceContext, plan: EvaluationPlan): StoredEvaluation | undefined {
  const { model, datasetId, split, records } = plan;
  const found = listPredictions(db, { modelId: model.id, modelSha256: model.sha256, datasetId, split });
  if (found?.rows.length !== records.length) return undefined;
  const byRecord = new Map(found.rows.map((row) => [row.recordId, row]));
  const predictions = records.flatMap(({ id, label }) => {
    const row = byRecord.get(id);
    return row?.label === label ? [row] : [];
  });
  if (predictions.length !== records.length) return undefined;
  return { engine: found.engine, metrics: found.metrics, predictions };
}
