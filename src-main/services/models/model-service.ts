import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { StartedJob } from '../../../src-shared/contract/jobs.ts';
import type { ComparisonSummary, ModelSummary } from '../../../src-shared/contract/models.ts';
import { classesOfCard } from '../../../src-shared/class-list.ts';
import type { ModelComparison } from '../../../src-shared/models/scores.ts';
import type { Split } from '../../../src-shared/ecg.ts';
import { getComparison, pageComparisons } from '../../db/analyses/comparisons.ts';
import { getModel, listEvaluations, listModels, upsertModel, type ModelRow } from '../../db/models/models.ts';
import { labelsIn } from '../../db/datasets/labels.ts';
import { listRecordIdentities } from '../../db/datasets/record-identities.ts';
import type { ModelCard } from '../../../src-shared/models/model-card.ts';
import { readCard } from '../../ml/files/card-file.ts';
import { checkModelInput, checkSameClasses, recordsForModel } from './check-model-input.ts';
import { compareAndStore } from './compare-models.ts';
import { nowIso, type ServiceContext } from '../workspace/context.ts';
import type { DatasetService } from '../datasets/dataset-service.ts';
import { evaluateModel, type EvaluationPlan } from './evaluate-model.ts';
import { finishReplacements } from './finish-replacements.ts';
import { hashModel } from './model-folder.ts';
import { cardSourceAt, writeModelCard, type CardSource } from './write-model-card.ts';

/** The bundled model that is used if none is named. */
const DEFAULT_MODEL = 'compact';

/** Models: the bundled and the trained ones, and their evaluation. */
export class ModelService {
  readonly #context: ServiceContext;
  readonly #datasets: DatasetService;

  constructor(context: ServiceContext, datasets: DatasetService) {
    this.#context = context;
    this.#datasets = datasets;
    finishReplacements(context);
    this.#registerBundled();
  }

  list(): ModelSummary[] {
    const { db } = this.#context;
    return listModels(db).map((model) => ({
      ...model,
      parameters: model.card.parameters ?? null,
      evaluations: listEvaluations(db, model.id),
    }));
  }

  /** The model with this id or name; without one, `compact` or whichever there is. Throws AppError 'not-found'. */
  find(idOrName?: string): ModelRow {
    const { db } = this.#context;
    const all = listModels(db);
    const found =
      idOrName === undefined
        ? (all.find(({ id }) => id === DEFAULT_MODEL) ?? all.find(({ origin }) => origin === 'bundled') ?? all[0])
        : all.find(({ id, name }) => id === idOrName || name === idOrName);
    if (found) return found;
    const names = all.map(({ name }) => `"${name}"`).join(', ');
    throw new AppError(
      'not-found',
      idOrName === undefined
        ? 'There are no models in this workspace. Train one: equipoise train --model compact.'
        : `There is no model "${idOrName}". The models are: ${names || 'none'}.`,
    );
  }

  /** Where the model's files are, for immediate use. Throws AppError 'damaged' unless they are those recorded. */
  folderOf(model: ModelRow): string {
    const { appRoot, workspace } = this.#context;
    const root = model.origin === 'bundled' ? bundledFolder(appRoot) : workspace.modelsFolder;
    const folder = join(root, model.id);
    if (hashOrNothing(folder) === model.sha256) return folder;
    const cure = model.origin === 'bundled' ? 'Start the program again, or reinstall it' : 'Restore the folder';
    throw new AppError(
      'damaged',
      `The files of the model "${model.name}" in ${folder} are missing or have changed since they were recorded. ${cure}, or choose another model.`,
      { folder },
    );
  }

  startEvaluation(request: { modelId: string; datasetId: string; split: Split }): StartedJob<'evaluate'> {
    const [plan, dataset] = this.#plan(request);
    const { model, split } = plan;
    return this.#context.jobs.start('evaluate', `Evaluate ${model.name} on ${dataset.name} (${split})`, async (job) => {
      const { engine, metrics } = await evaluateModel(this.#context, job, {
        ...plan,
        modelFolder: this.folderOf(model),
      });
      return { modelId: model.id, datasetId: dataset.id, engine, ...metrics };
    });
  }

  /** Compares models on the same records; the job's result is a ModelComparison and its `comparisonId`. Throws AppError: bad-input, not-found. */
  startComparison({
    modelIds,
    ...on
  }: {
    modelIds: readonly string[];
    datasetId: string;
    split: Split;
  }): StartedJob<'compare'> {
    const plans = modelIds.map((modelId) => this.#plan({ modelId, ...on }));
    const ids = plans.map(([{ model }]) => model.id);
    if (new Set(ids).size < Math.max(2, ids.length)) {
      throw new AppError('bad-input', `Name at least two models, each once. Given: ${modelIds.join(', ')}.`);
    }
    const [[{ split, records }, dataset]] = plans as [[EvaluationPlan, { id: string; name: string }]];
    // Scores are compared on the same records. A model reads one form only: all have to read that of the first.
    const recordIds = records.map(({ id }) => id);
    for (const [{ model }] of plans) checkModelInput(this.#context.db, recordIds, model);
    checkSameClasses(plans.map(([{ model }]) => model));
    const names = plans.map(([{ model }]) => model.name).join(', ');
    return this.#context.jobs.start('compare', `Compare ${names} on ${dataset.name} (${split})`, async (job) =>
      compareAndStore(
        this.#context,
        job,
        dataset,
        plans.map(([plan]) => ({ ...plan, modelFolder: this.folderOf(plan.model) })),
      ),
    );
  }

  /** Stored comparisons, newest first. */
  comparisons(page: { offset: number; limit: number }): { total: number; rows: ComparisonSummary[] } {
    return pageComparisons(this.#context.db, page);
  }

  comparison(id: string): { id: string; createdAt: string; result: ModelComparison } {
    const found = getComparison(this.#context.db, id);
    if (found) return found;
    throw new AppError('not-found', `There is no comparison "${id}" in this workspace.`);
  }

  /** Writes a model with the card of all its seeds; models by id, name or folder. Throws AppError: bad-input, not-found. */
  startCard(request: {
    chosen: string;
    seeds: readonly string[];
    datasetId: string;
    out: string;
    like?: string | undefined;
    machine?: string | undefined;
  }): StartedJob<'model-card'> {
    const { out, like, machine } = request;
    const dataset = this.#datasets.find(request.datasetId);
    const source = (named: string): CardSource => {
      const model = listModels(this.#context.db).find(({ id, name }) => named === id || named === name);
      return model
        ? { folder: this.folderOf(model), card: { ...model.card, history: model.history } }
        : cardSourceAt(named);
    };
    const [chosen, seeds] = [source(request.chosen), request.seeds.map(source)];
    return this.#context.jobs.start('model-card', `Card of ${request.chosen} with ${dataset.name}`, (job) =>
      writeModelCard(this.#context, job, { chosen, seeds, dataset, out, like, machine }),
    );
  }

  /** What an evaluation works on; its folder is looked up when the job begins. */
  #plan(request: {
    modelId: string;
    datasetId: string;
    split: Split;
  }): [Omit<EvaluationPlan, 'modelFolder'>, { id: string; name: string }] {
    const { db } = this.#context;
    const model = this.find(request.modelId);
    const dataset = this.#datasets.find(request.datasetId);
    const { split } = request;
    const records = listRecordIdentities(db, dataset.id, split);
    if (records.length === 0) throw new AppError('bad-input', `The dataset "${dataset.name}" has no ${split} records.`);
    const { recordIds, leftOut } = recordsForModel(
      db,
      records.map(({ id }) => id),
      model,
    );
    const kept = new Set(recordIds);
    const labelOf = labelsIn(db, recordIds, classesOfCard(model.card));
    const read = records
      .filter(({ id }) => kept.has(id))
      .map((record) => ({ ...record, label: labelOf(record) ?? record.label }));
    const plan = { model, datasetId: dataset.id, split, records: read, leftOut };
    return [plan, dataset];
  }

  #registerBundled(): void {
    const { db, appRoot, log } = this.#context;
    const root = bundledFolder(appRoot);
    const ids = existsSync(root) ? readdirSync(root) : [];
    // Last, so that it is the newest, with which lists and forms begin.
    ids.sort((a, b) => Number(a === DEFAULT_MODEL) - Number(b === DEFAULT_MODEL));
    for (const id of ids) {
      const folder = join(root, id);
      if (!existsSync(join(folder, 'model.json'))) continue;
      const found = readBundled(folder, log);
      if (found === undefined) continue;
      const { sha256, card } = found;
      const known = getModel(db, id);
      if (known?.sha256 === sha256 && JSON.stringify(known.card) === JSON.stringify(card)) continue;
      upsertModel(db, {
        id,
        name: id,
        architecture: card.architecture ?? id,
        origin: 'bundled',
        sha256,
        createdAt: nowIso(),
        card,
        history: card.history ?? [],
      });
    }
  }
}

/** Undefined for files that are not there or cannot be read. */
function hashOrNothing(folder: string): string | undefined {
  try {
    return hashModel(folder);
  } catch {
    return undefined;
  }
}

/** One folder that cannot be read leaves the other models as they are. */
function readBundled(folder: string, log: ServiceContext['log']): { sha256: string; card: ModelCard } | undefined {
  try {
    return { sha256: hashModel(folder), card: readCard(folder) };
  } catch (error) {
    log.warn({ error }, `The bundled model in ${folder} cannot be used`);
    return undefined;
  }
}

const bundledFolder = (appRoot: string): string => join(appRoot, 'resources', 'models');
