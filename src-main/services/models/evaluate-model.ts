import { classesOfCard } from '../../../src-shared/class-list.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { Metrics } from '../../../src-shared/contract/models.ts';
import type { Split } from '../../../src-shared/ecg.ts';
import { insertEvaluation, type ModelRow } from '../../db/models/models.ts';
import { insertPredictions, listPredictions, type PredictionRow } from '../../db/models/predictions.ts';
import type { RecordIdentity } from '../../db/datasets/record-identities.ts';
import { storeWhenFree } from '../../db/sqlite/when-free.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import { nowIso, type ServiceContext } from '../workspace/context.ts';
import { inWorkers, withPacks } from '../workspace/worker-packs.ts';
import { workersAtOnce } from '../workspace/worker-shares.ts';
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

/**
 * Classifies the records in a worker for each core and scores them; nothing is stored. The numbers are the same to the
 * last bit however many workers there are.
 */
export async function classifyRecords(
  context: ServiceContext,
  job: Pick<JobContext, 'runTask' | 'runTasks'>,
  { model, modelFolder, records }: Pick<EvaluationPlan, 'modelFolder' | 'records'> & { model: Pick<ModelRow, 'card'> },
): Promise<StoredEvaluation> {
  const recordIds = records.map(({ id }) => id);
  const packed = { recordIds, model, shares: workersAtOnce(recordIds.length), wholeBatches: true };
  const parts = await withPacks(context, packed, (packs) =>
    inWorkers(job, 'evaluate', packs, ({ recordsPath }) => ({ packPath: recordsPath, modelFolder })),
  );
  const byRecord = new Map(parts.flatMap((part) => part.predictions.map(({ id, ...rest }) => [id, rest])));
  const predictions = recordIds.map((recordId): PredictionRow => {
    const prediction = byRecord.get(recordId);
    if (prediction) return { recordId, ...prediction };
    throw new AppError('internal', `No worker classified the record ${recordId}.`);
  });
  const metrics = await job.runTask('score', {
    truth: predictions.map(({ label }) => label),
    probabilities: predictions.map(({ probabilities }) => probabilities),
    classes: classesOfCard(model.card),
  });
  return { engine: parts[0]?.engine ?? '', metrics, predictions };
}

/** The same, and stores the scores with the predictions for each record. */
export async function evaluateModel(
  context: ServiceContext,
  job: Pick<JobContext, 'runTask' | 'runTasks'>,
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
