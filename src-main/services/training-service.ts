import { randomUUID } from 'node:crypto';
import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { AppError } from '../../src-shared/app-error.ts';
import type { Job } from '../../src-shared/contract/jobs.ts';
import type { TrainOptions } from '../../src-shared/train-options.ts';
import { appendAudit } from '../db/audit.ts';
import { upsertModel } from '../db/models.ts';
import { listRecordIdentities, type RecordIdentity } from '../db/record-identities.ts';
import { CHECKPOINT_FILE } from '../ml/checkpoint.ts';
import { checkModelInput } from './check-model-input.ts';
import { nowIso, type ServiceContext } from './context.ts';
import type { DatasetService } from './dataset-service.ts';
import { hashModel, readCard, replaceFolder } from './model-folder.ts';
import { packRecords } from './pack-records.ts';
import { hashRecords, readPlan, writePlan, type TrainingPlan } from './training-plan.ts';
import { isAlive } from './workspace.ts';

export interface TrainingRequest {
  datasetId: string;
  name?: string | undefined;
  options: TrainOptions;
}

/** What a person repeats when a training is to go on; whatever it is, it must be as at the start. */
export interface RepeatedRequest {
  datasetId?: string | undefined;
  name?: string | undefined;
  options?: { [K in keyof TrainOptions]?: TrainOptions[K] | undefined };
}

/** A training that was stopped, or whose process ended; `equipoise train --resume <id>` goes on with it. */
export interface StoppedTraining {
  id: string;
  name: string;
  dataset: string;
  epochs: number;
  /** Of the last epoch that was kept; null before the first. */
  savedAt: string | null;
}

/** The job, and the id of the model that it makes: also what it is resumed by. */
export type TrainingJob = Job & { modelId: string };

const SUFFIX = '.training';

/** Trainings: start, go on, and what can go on. */
export class TrainingService {
  readonly #context: ServiceContext;
  readonly #datasets: DatasetService;

  constructor(context: ServiceContext, datasets: DatasetService) {
    this.#context = context;
    this.#datasets = datasets;
  }

  /** Trains on the dataset's train split. Throws AppError: bad-input, not-found. */
  start({ datasetId, name, options }: TrainingRequest): TrainingJob {
    const dataset = this.#datasets.find(datasetId);
    const records = this.#records(dataset);
    const id = randomUUID();
    const plan: TrainingPlan = {
      format: 1,
      id,
      name: name ?? `${options.model}-seed-${options.seed}`,
      dataset: { id: dataset.id, name: dataset.name },
      recordsSha256: hashRecords(records),
      options,
      pid: process.pid,
    };
    return this.#run(plan, records, false);
  }

  /**
   * Goes on with a stopped training: same records, name and options. Throws AppError: not-found; conflict where
   * something that is repeated differs, the records have changed since, or it is still running.
   */
  resume(id: string, repeated: RepeatedRequest = {}): TrainingJob {
    const plan = /[/\\]/.test(id) ? undefined : readPlan(this.#folder(id));
    if (!plan) {
      const ids = this.stopped().map((training) => training.id);
      throw new AppError(
        'not-found',
        `There is no stopped training "${id}" in this workspace to go on with. There are: ${ids.join(', ') || 'none'}.`,
      );
    }
    if (this.#isRunning(plan)) {
      throw new AppError('conflict', `The training ${id} is running (process ${plan.pid}). Stop it there first.`);
    }
    refuseOthers(plan, repeated);
    const records = this.#records(this.#datasets.find(plan.dataset.id));
    if (hashRecords(records) !== plan.recordsSha256) {
      throw new AppError(
        'conflict',
        `The dataset "${plan.dataset.name}" has other train or validation records, classes or splits than when the training ${id} began. Start a new training on it.`,
      );
    }
    return this.#run({ ...plan, pid: process.pid }, records, existsSync(join(this.#folder(id), CHECKPOINT_FILE)));
  }

  /** Newest first. */
  stopped(): StoppedTraining[] {
    const { modelsFolder } = this.#context.workspace;
    return readdirSync(modelsFolder)
      .filter((name) => name.endsWith(SUFFIX))
      .flatMap((name) => {
        const plan = this.#readable(join(modelsFolder, name));
        if (!plan || this.#isRunning(plan)) return [];
        const { id, dataset, options } = plan;
        const checkpoint = join(modelsFolder, name, CHECKPOINT_FILE);
        const savedAt = existsSync(checkpoint) ? statSync(checkpoint).mtime.toISOString() : null;
        return [{ id, name: plan.name, dataset: dataset.name, epochs: options.epochs, savedAt }];
      })
      .sort((a, b) => (b.savedAt ?? '').localeCompare(a.savedAt ?? ''));
  }

  /** A damaged plan is told when somebody wants to go on with it, not in every list. */
  #readable(folder: string): TrainingPlan | undefined {
    try {
      return readPlan(folder);
    } catch (error) {
      this.#context.log.warn({ error }, 'A stopped training cannot be read');
      return undefined;
    }
  }

  #isRunning({ id, pid }: TrainingPlan): boolean {
    if (pid === null) return false;
    return pid === process.pid ? this.#running.has(id) : isAlive(pid);
  }
  readonly #running = new Set<string>();

  #folder(id: string): string {
    return join(this.#context.workspace.modelsFolder, `${id}${SUFFIX}`);
  }

  #records(dataset: { id: string; name: string }): RecordIdentity[] {
    const { db } = this.#context;
    const records = (['train', 'validation'] as const).flatMap((split) => {
      const found = listRecordIdentities(db, dataset.id, split);
      if (found.length > 0) return found;
      throw new AppError(
        'bad-input',
        `The dataset "${dataset.name}" has no ${split} records, so nothing can be trained on it.`,
      );
    });
    checkModelInput(
      db,
      records.map(({ id }) => id),
    );
    return records;
  }

  #run(plan: TrainingPlan, records: RecordIdentity[], resume: boolean): TrainingJob {
    const { db, workspace, jobs } = this.#context;
    const { id, name, options } = plan;
    const checkpointFolder = this.#folder(id);
    const dataset = this.#datasets.find(plan.dataset.id);
    this.#running.add(id);
    writePlan(checkpointFolder, plan);
    const job = jobs.start('train', `Train ${name} on ${dataset.name}`, ({ runTask, progress }) =>
      workspace
        .withTemporaryFolder(async (folder) => {
          progress({ done: 0, total: options.epochs, unit: 'epochs', message: `Training ${id}` });
          const packPath = join(folder, 'records.pack');
          await packRecords(
            db,
            records.map((record) => record.id),
            packPath,
          );
          const outFolder = join(folder, 'model');
          const trained = await runTask('train', {
            packPath,
            outFolder,
            checkpointFolder,
            resume,
            options,
            dataset: { name: dataset.name, labels: dataset.labels, source: dataset.source },
          });
          const modelFolder = join(workspace.modelsFolder, id);
          replaceFolder(outFolder, modelFolder);
          upsertModel(db, {
            id,
            name,
            architecture: options.model,
            origin: 'trained',
            sha256: hashModel(modelFolder),
            createdAt: nowIso(),
            card: readCard(modelFolder),
            history: trained.history,
          });
          if (!trained.stopped) rmSync(checkpointFolder, { recursive: true, force: true });
          appendAudit(db, nowIso(), 'train', { modelId: id, name, dataset: dataset.name, stopped: trained.stopped });
          return { modelId: id, name, ...trained };
        })
        .catch((error: unknown) => {
          throw withCure(AppError.from(error), id, existsSync(join(checkpointFolder, CHECKPOINT_FILE)));
        }),
    );
    const ended = (): void => this.#end(plan);
    jobs.finished(job.id).then(ended, ended);
    return { ...job, modelId: id };
  }

  /** Marks the training as stopped; one that has nothing to go on with goes. */
  #end(plan: TrainingPlan): void {
    this.#running.delete(plan.id);
    const folder = this.#folder(plan.id);
    try {
      if (existsSync(join(folder, CHECKPOINT_FILE))) writePlan(folder, { ...plan, pid: null });
      else rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      // Without the mark it counts as stopped as soon as this process has ended.
      this.#context.log.warn({ error }, 'A stopped training could not be marked');
    }
  }
}

/** Whatever ended the training: if an epoch was kept, how to go on. */
function withCure(error: AppError, id: string, hasCheckpoint: boolean): AppError {
  if (!hasCheckpoint) return error;
  const what = error.message.replace(' Nothing was stored; start it again.', '');
  const message = `${what} Go on after its last whole epoch: equipoise train --resume ${id}`;
  return new AppError(error.code, message, { ...error.details, modelId: id }, { cause: error.cause });
}

function refuseOthers(plan: TrainingPlan, repeated: RepeatedRequest): void {
  const others: string[] = [];
  const compare = (what: string, given: unknown, stored: unknown): void => {
    if (given !== undefined && JSON.stringify(given) !== JSON.stringify(stored))
      others.push(`${what} ${String(given)} (it has ${String(stored)})`);
  };
  compare('dataset', repeated.datasetId, plan.dataset.id);
  compare('name', repeated.name, plan.name);
  for (const [key, given] of Object.entries(repeated.options ?? {}))
    compare(key, given, plan.options[key as keyof TrainOptions]);
  if (others.length === 0) return;
  throw new AppError(
    'conflict',
    `The training ${plan.id} was started with other values than those given: ${others.join(', ')}. Leave them out to go on with it, or start a new one without --resume.`,
  );
}
