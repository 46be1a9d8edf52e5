import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { RecordId } from '../../../src-shared/record-id.ts';
import { classesOfCard } from '../../../src-shared/class-list.ts';
import { attacksOfPlan, type SweepPlan } from '../../../src-shared/sweeps/plan.ts';
import { labelsIn } from '../../db/datasets/labels.ts';
import { listRecordIdentities } from '../../db/datasets/record-identities.ts';
import { listRecordIds, listSampleCounts } from '../../db/datasets/records.ts';
import type { ModelRow } from '../../db/models/models.ts';
import type { ReadableDB } from '../../db/sqlite/connection.ts';
import { checkTarget } from '../attacks/check-target.ts';
import type { AttackPlan } from '../attacks/store-attack-run.ts';
import type { DatasetService } from '../datasets/dataset-service.ts';
import { recordsForModel } from '../models/check-model-input.ts';
import type { ModelService } from '../models/model-service.ts';
import { workerShares } from '../workspace/worker-shares.ts';
import { idOfPiece, patternText, type Arithmetic, type Piece } from './piece.ts';

export interface PlannedPiece {
  id: string;
  piece: Piece;
  recordIds: RecordId[];
  sampleCounts: number[];
  model: ModelRow;
  modelFolder: string;
}

/** One attack run of a sweep, and the shares in which its records are attacked. */
export interface PlannedRun extends AttackPlan {
  modelFolder: string;
  shares: RecordId[][];
}

export interface SweepTools {
  db: ReadableDB;
  datasets: DatasetService;
  models: ModelService;
}

/** The runs of a plan: models, then attacks, then budgets. Throws AppError: not-found, bad-input, damaged. */
export function plannedRuns({ db, datasets, models }: SweepTools, plan: SweepPlan): PlannedRun[] {
  const { split, limit, recordsPerPiece } = plan;
  const dataset = datasets.find(plan.dataset);
  const ofSplit = listRecordIds(db, { datasetId: dataset.id, split });
  if (ofSplit.length === 0) throw new AppError('bad-input', `The dataset "${dataset.name}" has no ${split} records.`);
  const found = new Map(plan.models.map((name) => modelNamed(models, name)).map((model) => [model.id, model]));
  return [...found.values()].flatMap((model) => {
    const { recordIds: suitable, leftOut } = recordsForModel(db, ofSplit, model);
    const recordIds = suitable.slice(0, limit);
    const shares = workerShares(db, recordIds, { shares: Math.ceil(recordIds.length / recordsPerPiece) });
    const modelFolder = models.folderOf(model);
    return attacksOfPlan(plan).map((options) => {
      checkTarget(options, model);
      return { model, modelFolder, datasetId: dataset.id, split, recordIds, leftOut, options, shares };
    });
  });
}

/** The pieces of a run, one of each share; `pattern`: the perturbation of a universal attack. */
export function piecesOfRun(
  db: ReadableDB,
  run: PlannedRun,
  arithmetic: Arithmetic,
  pattern?: Float64Array,
): PlannedPiece[] {
  const { model, modelFolder, options, datasetId, split } = run;
  const labelOf = labelsIn(db, run.recordIds, classesOfCard(model.card));
  const identities = new Map(listRecordIdentities(db, datasetId, split).map((record) => [record.id, record]));
  const counts = new Map(listSampleCounts(db, run.recordIds).map(({ id, sampleCount }) => [id, sampleCount]));
  return run.shares.map((recordIds) => {
    const records = recordIds.map((id) => {
      const record = identities.get(id);
      const label = record && labelOf(record);
      if (record === undefined || label === undefined)
        throw new AppError('damaged', `Record ${id} disappeared from the workspace while it was needed.`);
      return { sha256: record.sha256, label };
    });
    const universal = pattern === undefined ? {} : { pattern: patternText(pattern) };
    const piece: Piece = { arithmetic, model: model.sha256, options, ...universal, records };
    const sampleCounts = recordIds.map((id) => counts.get(id) ?? 0);
    return { id: idOfPiece(piece), piece, recordIds, sampleCounts, model, modelFolder };
  });
}

const LEAST_DIGITS = 8;

function modelNamed(models: ModelService, name: string): ModelRow {
  const isHash = name.length >= LEAST_DIGITS && /^[0-9a-f]+$/.test(name);
  const byHash = isHash ? models.list().filter(({ sha256 }) => sha256.startsWith(name)) : [];
  if (byHash.length > 1)
    throw new AppError(
      'bad-input',
      `${byHash.length} models have a SHA-256 that begins with ${name}. Give more digits.`,
    );
  return models.find(byHash[0]?.id ?? name);
}
