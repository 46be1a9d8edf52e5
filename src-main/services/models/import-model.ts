import type { RecordId } from '../../../src-shared/record-id.ts';
import { randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import { z } from 'zod';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { ModelCard } from '../../../src-shared/models/model-card.ts';
import type { JobResults } from '../../../src-shared/contract/job-results.ts';
import type { StartedJob } from '../../../src-shared/contract/jobs.ts';
import { appendAudit } from '../../db/audit.ts';
import { listModels, upsertModel } from '../../db/models/models.ts';
import { recordIdsByName } from '../../db/datasets/records-by-name.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import { checkModelInput } from './check-model-input.ts';
import { nowIso, type ServiceContext } from '../workspace/context.ts';
import type { DatasetService } from '../datasets/dataset-service.ts';
import { readCard } from '../../ml/files/card-file.ts';
import { hashModel, replaceFolder } from './model-folder.ts';
import { withPack } from '../workspace/worker-packs.ts';

export interface ModelImportRequest {
  /** The arrays (.npz); a JSON file of the same name beside it says what they give. */
  path: string;
  name?: string | undefined;
  /** Where the records of the check are sought; in every dataset, the newest first, without it. */
  datasetId?: string | undefined;
  precision: 'half' | 'single';
  /** Do not compare logits, whatever the JSON file has. */
  unchecked: boolean;
}

/** What a training writes beside its arrays; anything else is left alone. */
const besideSchema = z.looseObject({
  firstFiveTestRecords: z.array(z.string()).min(1).optional(),
  firstFiveLogits: z.array(z.array(z.number()).length(4)).optional(),
  epochs: z.int().optional(),
  seconds: z.number().optional(),
  device: z.string().optional(),
  test: z.looseObject({}).optional(),
  history: z
    .array(
      z.looseObject({ epoch: z.int(), loss: z.number(), validationMeanF1: z.number(), validationAccuracy: z.number() }),
    )
    .optional(),
});
type Beside = z.infer<typeof besideSchema>;

interface Check {
  recordIds: RecordId[];
  logits: number[][];
  dataset: string;
}

/**
 * Stores a han2020 that another program trained as a model of the workspace. Throws AppError 'not-found' without the file or
 * the records of the check, 'damaged' for a JSON file that is none; the job fails with what `importModelTask` throws.
 */
export function startModelImport(
  context: ServiceContext,
  datasets: DatasetService,
  request: ModelImportRequest,
): StartedJob<'import-model'> {
  const path = resolve(request.path);
  if (!existsSync(path)) throw new AppError('not-found', `${path} cannot be opened: is the name right?`);
  const besidePath = path.replace(/\.npz$/i, '') + '.json';
  const beside = readBeside(besidePath);
  const notChecked = whyNotChecked(request, besidePath, beside);
  const check = notChecked === null ? findRecords(context, datasets, request, beside as Beside) : null;
  return context.jobs.start('import-model', `Import the model ${basename(path)}`, (job) =>
    importModel(context, job, { request: { ...request, path }, beside, check, notChecked }),
  );
}

interface ImportPlan {
  request: ModelImportRequest;
  beside: Beside | undefined;
  check: Check | null;
  notChecked: string | null;
}

async function importModel(
  context: ServiceContext,
  { runTask }: Pick<JobContext, 'runTask'>,
  { request, beside, check, notChecked }: ImportPlan,
): Promise<JobResults['import-model']> {
  const { db, workspace } = context;
  return withPack(context, { recordIds: check?.recordIds ?? [] }, async ({ recordsPath, pathFor }) => {
    const outFolder = pathFor('model');
    const made = await runTask('import-model', {
      npzPath: request.path,
      outFolder,
      half: request.precision === 'half',
      check: check && { packPath: recordsPath, logits: check.logits },
      card: cardOf(request.path, beside, check),
    });
    const sha256 = hashModel(outFolder);
    const same = listModels(db).find((model) => model.sha256 === sha256);
    if (same) {
      throw new AppError('conflict', `The workspace has these weights already: the model "${same.name}" (${same.id}).`);
    }
    const id = randomUUID();
    const name = request.name ?? (made.width === 1 ? 'han2020' : `han2020-width-${made.width}`);
    const modelFolder = join(workspace.modelsFolder, id);
    replaceFolder(outFolder, modelFolder);
    const row = { id, name, architecture: 'han2020', origin: 'imported' as const, sha256, createdAt: nowIso() };
    db.transaction(() => {
      upsertModel(db, { ...row, card: readCard(modelFolder), history: historyOf(beside) });
      appendAudit(db, nowIso(), 'import-model', { modelId: id, name, file: basename(request.path), sha256 });
    })();
    return { modelId: id, name, notChecked, ...made };
  });
}

function readBeside(path: string): Beside | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return besideSchema.parse(JSON.parse(readFileSync(path, 'utf8')));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? z.prettifyError(cause) : String(cause);
    throw new AppError(
      'damaged',
      `${path} is not what a training of han2020 writes beside its arrays (${why}). Write it again, or move it away to import the arrays without a check.`,
      { path },
      { cause },
    );
  }
}

function whyNotChecked({ unchecked }: ModelImportRequest, path: string, beside: Beside | undefined): string | null {
  if (unchecked) return 'as asked';
  if (!beside) return `there is no ${path}`;
  if (!beside.firstFiveTestRecords || !beside.firstFiveLogits) return `${path} has no logits`;
  return null;
}

/** The records of the check, all of one dataset. */
function findRecords(
  { db }: ServiceContext,
  datasets: DatasetService,
  { datasetId }: ModelImportRequest,
  beside: Beside,
): Check {
  const names = beside.firstFiveTestRecords ?? [];
  const logits = beside.firstFiveLogits ?? [];
  if (names.length !== logits.length) {
    throw new AppError('damaged', `The JSON file names ${names.length} records and has logits of ${logits.length}.`);
  }
  for (const { id, name } of datasetId === undefined ? datasets.list() : [datasets.find(datasetId)]) {
    const recordIds = recordIdsByName(db, id, names).filter((found) => found !== undefined);
    if (recordIds.length < names.length) continue;
    checkModelInput(db, recordIds);
    return { recordIds, logits, dataset: name };
  }
  throw new AppError(
    'not-found',
    `No dataset ${datasetId === undefined ? 'of this workspace' : `"${datasetId}"`} has the records ${names.join(', ')}, whose logits show that the model is read right. Import them first (equipoise import <archive or folder>), or give --unchecked.`,
  );
}

function cardOf(path: string, beside: Beside | undefined, check: Check | null): ModelCard {
  const { epochs, seconds, device, test } = beside ?? {};
  return {
    importedFrom: basename(path),
    checkedOn: check?.dataset ?? null,
    ...(epochs === undefined ? {} : { epochs }),
    ...(seconds === undefined ? {} : { seconds }),
    ...(device === undefined ? {} : { device }),
    // Computed elsewhere, perhaps in lower precision: `evaluate` gives what this program finds.
    ...(test === undefined ? {} : { testAsReported: test }),
  };
}

function historyOf(beside: Beside | undefined): { epoch: number; loss: number; meanF1: number; accuracy: number }[] {
  return (beside?.history ?? []).map(({ epoch, loss, validationMeanF1, validationAccuracy }) => ({
    epoch,
    loss,
    meanF1: validationMeanF1,
    accuracy: validationAccuracy,
  }));
}
