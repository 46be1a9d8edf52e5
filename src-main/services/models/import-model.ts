import type { RecordId } from '../../../src-shared/record-id.ts';
import { randomUUID } from 'node:crypto';
import { existsSync } from 'node:fs';
import { basename, join } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { JobResults } from '../../../src-shared/contract/job-results.ts';
import type { StartedJob } from '../../../src-shared/contract/jobs.ts';
import { appendAct } from '../../db/audit/acts.ts';
import { listModels, upsertModel } from '../../db/models/models.ts';
import { recordIdsByName } from '../../db/datasets/records-by-name.ts';
import { storeWhenFree } from '../../db/sqlite/when-free.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import { checkModelInput } from './check-model-input.ts';
import { nowIso, type ServiceContext } from '../workspace/context.ts';
import type { DatasetService } from '../datasets/dataset-service.ts';
import { readCard } from '../../ml/files/card-file.ts';
import { hashModel, replaceStored } from './model-folder.ts';
import { importedCard, importedHistory, readSidecar, sidecarPath, type Sidecar } from './sidecar.ts';
import { userPath } from '../workspace/user-path.ts';
import { withPack } from '../workspace/worker-packs.ts';

export interface ModelImportRequest {
  /** The arrays (.npz); its sidecar (see sidecar.ts) says what they give. */
  path: string;
  name?: string | undefined;
  /** Where to look for the records of the check; left out: in every dataset, newest first. */
  datasetId?: string | undefined;
  precision: 'half' | 'single';
  /** Do not compare logits, whatever the JSON file has. */
  unchecked: boolean;
}

interface Check {
  recordIds: RecordId[];
  logits: number[][];
  dataset: string;
}

/**
 * Stores a han2020 that another program trained as a model of the workspace. Throws AppError 'not-found' without the file or
 * the records of the check, 'damaged' for a sidecar that is not one; the job fails with what `importModelTask` throws.
 */
export function startModelImport(
  context: ServiceContext,
  datasets: DatasetService,
  request: ModelImportRequest,
): StartedJob<'import-model'> {
  const path = userPath(request.path);
  if (!existsSync(path)) throw new AppError('not-found', `${path} cannot be opened: is the name right?`);
  const sidecar = readSidecar(sidecarPath(path));
  const notChecked = whyNotChecked(request, sidecarPath(path), sidecar);
  const check = notChecked === null ? findRecords(context, datasets, request, sidecar as Sidecar) : null;
  return context.jobs.start('import-model', `Import the model ${basename(path)}`, (job) =>
    importModel(context, job, { request: { ...request, path }, sidecar, check, notChecked }),
  );
}

interface ImportPlan {
  request: ModelImportRequest;
  sidecar: Sidecar | undefined;
  check: Check | null;
  notChecked: string | null;
}

async function importModel(
  context: ServiceContext,
  { runTask }: Pick<JobContext, 'runTask'>,
  { request, sidecar, check, notChecked }: ImportPlan,
): Promise<JobResults['import-model']> {
  const { db, workspace } = context;
  return withPack(context, { recordIds: check?.recordIds ?? [], model: null }, async ({ recordsPath, pathFor }) => {
    const outFolder = pathFor('model');
    const made = await runTask('import-model', {
      npzPath: request.path,
      outFolder,
      half: request.precision === 'half',
      check: check && { packPath: recordsPath, logits: check.logits },
      card: importedCard(request.path, sidecar, check?.dataset ?? null),
    });
    const sha256 = hashModel(outFolder);
    const same = listModels(db).find((model) => model.sha256 === sha256);
    if (same) {
      throw new AppError('conflict', `The workspace already has these weights: the model "${same.name}" (${same.id}).`);
    }
    const id = randomUUID();
    const name = request.name ?? (made.width === 1 ? 'han2020' : `han2020-width-${made.width}`);
    const row = { id, name, architecture: 'han2020', origin: 'imported' as const, sha256, createdAt: nowIso() };
    await replaceStored(outFolder, join(workspace.modelsFolder, id), (folder) =>
      storeWhenFree(db, () => {
        upsertModel(db, { ...row, card: readCard(folder), history: importedHistory(sidecar) });
        appendAct(db, nowIso(), 'import-model', { modelId: id, name, file: basename(request.path), sha256 });
      }),
    );
    return { modelId: id, name, notChecked, ...made };
  });
}

function whyNotChecked({ unchecked }: ModelImportRequest, path: string, sidecar: Sidecar | undefined): string | null {
  if (unchecked) return 'as asked';
  if (!sidecar) return `there is no ${path}`;
  if (!sidecar.firstFiveTestRecords || !sidecar.firstFiveLogits) return `${path} has no logits`;
  return null;
}

/** The records of the check, all of one dataset. */
function findRecords(
  { db }: ServiceContext,
  datasets: DatasetService,
  { datasetId }: ModelImportRequest,
  sidecar: Sidecar,
): Check {
  const names = sidecar.firstFiveTestRecords ?? [];
  const logits = sidecar.firstFiveLogits ?? [];
  if (names.length !== logits.length) {
    throw new AppError(
      'damaged',
      `The JSON file beside the arrays names ${names.length} records and has logits of ${logits.length}. Write it again.`,
    );
  }
  for (const { id, name } of datasetId === undefined ? datasets.list() : [datasets.find(datasetId)]) {
    const recordIds = recordIdsByName(db, id, names).filter((found) => found !== undefined);
    if (recordIds.length < names.length) continue;
    checkModelInput(db, recordIds);
    return { recordIds, logits, dataset: name };
  }
  throw new AppError(
    'not-found',
    `No dataset ${datasetId === undefined ? 'of this workspace' : `"${datasetId}"`} has the records ${names.join(', ')}, whose logits show that the model is read correctly. Import them first (equipoise import <archive or folder>), or give --unchecked.`,
  );
}
