import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../src-shared/app-error.ts';
import type { Job } from '../../src-shared/contract/jobs.ts';
import type { Metrics, ModelSummary } from '../../src-shared/contract/models.ts';
import type { Split } from '../../src-shared/ecg.ts';
import { getModel, insertEvaluation, listEvaluations, listModels, upsertModel, type ModelRow } from '../db/models.ts';
import { listRecordIds } from '../db/records.ts';
import { checkModelInput } from './check-model-input.ts';
import { nowIso, type ServiceContext } from './context.ts';
import type { DatasetService } from './dataset-service.ts';
import { hashModel, readCard } from './model-folder.ts';
import { packRecords } from './pack-records.ts';

export interface EvaluationResult extends Metrics, Record<string, unknown> {
  modelId: string;
  datasetId: string;
  /** What computed, e.g. 'TensorFlow 2.21.0'. */
  engine: string;
}

/** Models: the bundled and the trained ones, and their evaluation. */
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

  /** Where the model's files are, to be used now: throws AppError 'damaged' unless they are those that are recorded. */
  folderOf(model: ModelRow): string {
    const { appRoot, workspace } = this.#context;
    const root = model.origin === 'bundled' ? bundledFolder(appRoot) : workspace.modelsFolder;
    const folder = join(root, model.id);
    if (existsSync(join(folder, 'model.json')) && hashModel(folder) === model.sha256) return folder;
    const cure = model.origin === 'bundled' ? 'Start the program again, or install it again' : 'Restore the folder';
    throw new AppError(
      'damaged',
      `The files of the model "${model.name}" in ${folder} are missing or have changed since they were recorded. ${cure}, or choose another model.`,
      { folder },
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
        return { modelId: model.id, datasetId: dataset.id, engine, ...metrics } satisfies EvaluationResult;
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
