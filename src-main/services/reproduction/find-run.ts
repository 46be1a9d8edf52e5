import type { AttackOptions } from '../../../src-shared/attacks/index.ts';
import type { DatasetSummary } from '../../../src-shared/contract/datasets.ts';
import { listAttackRuns } from '../../db/attacks/attack-runs.ts';
import type { ModelRow } from '../../db/models/models.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { listRecordIds } from '../../db/datasets/records.ts';
import type { AnalysisService } from '../analyses/analysis-service.ts';
import type { AttackService } from '../attacks/attack-service.ts';
import { findAttackRun } from '../attacks/find-attack-run.ts';
import type { ModelService } from '../models/model-service.ts';
import type { TrainingService } from '../trainings/training-service.ts';

/** The services that the steps use. */
export interface ReproductionTools {
  db: ReadableDB;
  models: ModelService;
  trainings: TrainingService;
  attacks: AttackService;
  analyses: AnalysisService;
}

/** The model that is attacked, and the records. */
export interface ReproductionSubject {
  model: ModelRow;
  dataset: DatasetSummary;
  /** Only this many test records, the first by name. */
  limit: number | undefined;
}

export const SPLIT = 'test';

/** Id of the newest run of this attack on exactly these records by the model as it is. */
export function findRun(
  { db }: ReproductionTools,
  { model, dataset, limit }: ReproductionSubject,
  options: AttackOptions,
): string | undefined {
  const recordIds = listRecordIds(db, { datasetId: dataset.id, split: SPLIT }).slice(0, limit);
  return findAttackRun(db, listAttackRuns(db), { model, datasetId: dataset.id, split: SPLIT, recordIds, options })?.id;
}

type Evaluation = ReturnType<ModelService['list']>[number]['evaluations'][number];

/** The newest on the whole test split that has intervals; those of earlier versions have none. */
export function findEvaluation(
  { models }: Pick<ReproductionTools, 'models'>,
  { model, dataset }: Pick<ReproductionSubject, 'model' | 'dataset'>,
): Evaluation | undefined {
  return models
    .list()
    .find(({ id }) => id === model.id)
    ?.evaluations.find(
      ({ dataset: name, split, metrics }) =>
        name === dataset.name &&
        split === SPLIT &&
        metrics.intervals !== undefined &&
        metrics.records === dataset.splitCounts.test,
    );
}
