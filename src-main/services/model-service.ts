import { createHash, randomUUID } from 'node:crypto';
import { cpSync, existsSync, readFileSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../src-shared/app-error.ts';
import type { Job } from '../../src-shared/contract/jobs.ts';
import type { Metrics, ModelSummary } from '../../src-shared/contract/models.ts';
import type { Split } from '../../src-shared/ecg.ts';
import type { TrainOptions } from '../../src-shared/train-options.ts';
import { appendAudit } from '../db/audit.ts';
import { getModel, insertEvaluation, listEvaluations, listModels, upsertModel, type ModelRow } from '../db/models.ts';
import { listRecordIds } from '../db/records.ts';
import { checkModelInput } from './check-model-input.ts';
import { nowIso, type ServiceContext } from './context.ts';
import type { DatasetService } from './dataset-service.ts';
import { packRecords } from './pack-records.ts';

export interface EvaluationResult extends Metrics, Record<string, unknown> {
  modelId: string;
  datasetId: string;
}

/** Models: the bundled ones, training, evaluation. */
export class ModelService {
  readonly #context: ServiceContext;
  readonly #datasets: DatasetService;

  constructor(context: ServiceContext, datasets: DatasetService) {
    this.#context = context;
    this.#datasets = datasets;
    this.#registerBundled();
  }

  list(): ModelSummary[] {
    const { db } = this.#context;
    return listModels(db).map((model) => {
      const parameters = model.card['parameters'];
      return {
        ...model,
        parameters: typeof parameters === 'number' ? parameters : null,
        evaluations: listEvaluations(db, model.id),
      };
    });
  }

  /** The model with this id or name; without one, the newest. Throws AppError 'not-found'. */
  find(idOrName?: string): ModelRow {
    const { db } = this.#context;
    const all = listModels(db);
    const found =
      idOrName === undefined
        ? (all.find(({ origin }) => origin === 'bundled') ?? all[0])
        : all.find(({ id, name }) => id === idOrName || name === idOrName);
    if (found) return found;
    const names = all.map(({ name }) => `"${name}"`).join(', ');
    throw new AppError(
      'not-found',
      idOrName === undefined
        ? 'There is no model in this workspace. Train one: equipoise train --model compact.'
        : `There is no model "${idOrName}". There are: ${names || 'none'}.`,
    );
  }

  folderOf(model: ModelRow): string {
    const { appRoot, workspace } = this.#context;
    return model.origin === 'bundled' ? join(bundledFolder(appRoot), model.id) : join(workspace.modelsFolder, model.id);
  }

  startTraining(request: {
    datasetId: string;
    name?: string | undefined;
    options: TrainOptions;
    resume?: string | undefined;
  }): Job {
    const { db, workspace, jobs } = this.#context;
    const dataset = this.#datasets.find(request.datasetId);
    for (const split of ['train', 'validation'] as const) {
      if (dataset.splitCounts[split] === 0) {
        throw new AppError(
          'bad-input',
          `The dataset "${dataset.name}" has no ${split} records, so nothing can be trained on it.`,
        );
      }
    }
    const ids = (['train', 'validation'] as const).flatMap((split) =>
      listRecordIds(db, { datasetId: dataset.id, split }),
    );
    checkModelInput(db, ids);
    const id = request.resume ?? randomUUID();
    const checkpointFolder = join(workspace.modelsFolder, `${id}.training`);
    if (request.resume !== undefined && !existsSync(checkpointFolder)) {
      throw new AppError(
        'not-found',
        `There is no stopped training "${request.resume}" in this workspace to go on with.`,
      );
    }
    const { model: architecture, seed } = request.options;
    const name = request.name ?? `${architecture}-seed-${seed}`;
    return jobs.start('train', `Train ${name} on ${dataset.name}`, ({ runTask }) =>
      workspace.withTemporaryFolder(async (folder) => {
        const packPath = join(folder, 'records.pack');
        await packRecords(db, ids, packPath);
        const outFolder = join(folder, 'model');
        const trained = await runTask('train', {
          packPath,
          outFolder,
          checkpointFolder,
          resume: request.resume !== undefined,
          options: request.options,
          dataset: { name: dataset.name, labels: dataset.labels, source: dataset.source },
        });
        const modelFolder = join(workspace.modelsFolder, id);
        renameOrCopy(outFolder, modelFolder);
        const card = readCard(modelFolder);
        const row: ModelRow = {
          id,
          name,
          architecture,
          origin: 'trained',
          sha256: hashModel(modelFolder),
          createdAt: nowIso(),
          card,
          history: trained.history,
        };
        upsertModel(db, row);
        if (!trained.stopped) rmSync(checkpointFolder, { recursive: true, force: true });
        appendAudit(db, nowIso(), 'train', { modelId: id, name, dataset: dataset.name, stopped: trained.stopped });
        return { modelId: id, name, ...trained };
      }),
    );
  }

  startEvaluation(request: { modelId: string; datasetId: string; split: Split }): Job {
    const { db, workspace, jobs } = this.#context;
    const model = this.find(request.modelId);
    const dataset = this.#datasets.find(request.datasetId);
    const ids = listRecordIds(db, { datasetId: dataset.id, split: request.split });
    if (ids.length === 0)
      throw new AppError('bad-input', `The dataset "${dataset.name}" has no ${request.split} records.`);
    checkModelInput(db, ids, model);
    return jobs.start('evaluate', `Evaluate ${model.name} on ${dataset.name} (${request.split})`, ({ runTask }) =>
      workspace.withTemporaryFolder(async (folder) => {
        const packPath = join(folder, 'records.pack');
        await packRecords(db, ids, packPath);
        const { engine, metrics } = await runTask('evaluate', { packPath, modelFolder: this.folderOf(model) });
        const row = {
          modelId: model.id,
          modelSha256: model.sha256,
          datasetId: dataset.id,
          split: request.split,
          engine,
          createdAt: nowIso(),
          metrics,
        };
        insertEvaluation(db, row);
        return { modelId: model.id, datasetId: dataset.id, ...metrics } satisfies EvaluationResult;
      }),
    );
  }

  #registerBundled(): void {
    const { db, appRoot } = this.#context;
    const root = bundledFolder(appRoot);
    for (const id of existsSync(root) ? readdirSync(root) : []) {
      const folder = join(root, id);
      if (!existsSync(join(folder, 'model.json'))) continue;
      const sha256 = hashModel(folder);
      const card = readCard(folder);
      const known = getModel(db, id);
      if (known?.sha256 === sha256 && JSON.stringify(known.card) === JSON.stringify(card)) continue;
      upsertModel(db, {
        id,
        name: id,
        architecture: String(card['architecture'] ?? id),
        origin: 'bundled',
        sha256,
        createdAt: nowIso(),
        card,
        history: (card['history'] ?? []) as ModelRow['history'],
      });
    }
  }
}

const bundledFolder = (appRoot: string): string => join(appRoot, 'resources', 'models');

/** SHA-256 over model.json and the weights: what an attack's provenance names. */
function hashModel(folder: string): string {
  const hash = createHash('sha256');
  for (const name of readdirSync(folder).sort()) {
    if (name === 'model.json' || name.endsWith('.bin')) hash.update(readFileSync(join(folder, name)));
  }
  return hash.digest('hex');
}

function readCard(folder: string): Record<string, unknown> {
  const path = join(folder, 'card.json');
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Record<string, unknown>) : {};
}

function renameOrCopy(from: string, to: string): void {
  rmSync(to, { recursive: true, force: true });
  try {
    renameSync(from, to);
  } catch {
    // Another volume (a mounted temporary folder): copy instead.
    cpSync(from, to, { recursive: true });
  }
}
