import { rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { TrainedModel } from '../../../src-shared/contract/job-results.ts';
import type { StartedJob } from '../../../src-shared/contract/jobs.ts';
import type { TrainingSummary } from '../../../src-shared/contract/models.ts';
import type { TrainOptions } from '../../../src-shared/models/train-options.ts';
import type { RecordIdentity } from '../../db/datasets/record-identities.ts';
import type { JobContext } from '../../jobs/job-queue.ts';
import type { TaskProgress } from '../../jobs/tasks/context.ts';
import type { TaskInput } from '../../jobs/tasks/index.ts';
import { hashRecordings, hashRecords } from '../../ecg/dataset/record-set-hash.ts';
import { runConcurrently } from '../../jobs/run-concurrently.ts';
import { isGpuWanted } from '../../ml/engine/search-engine.ts';
import { sumOf } from '../../numeric/sums.ts';
import type { ServiceContext } from '../workspace/context.ts';
import type { DatasetService } from '../datasets/dataset-service.ts';
import { asResumable } from './how-to-resume.ts';
import type { ModelService } from '../models/model-service.ts';
import { checkedOptions, usualName } from './checked-options.ts';
import { combineProgress } from './combine-progress.ts';
import { removeRemains } from './remove-remains.ts';
import { hasCheckpoint, listPlans, newestFirst, readEpochs, savedAt, trainingFolder } from './stored-trainings.ts';
import { storeTrained } from './store-trained.ts';
import { findStart, startFor } from './start-model.ts';
import { askTeachers, findTeachers } from './teachers.ts';
import type { LeftOut } from '../../../src-shared/models/left-out.ts';
import { trainingRecords } from './training-records.ts';
import {
  newPlan,
  readPlan,
  refuseOthers,
  writePlan,
  type RepeatedRequest,
  type TrainingPlan,
} from './training-plan.ts';
import { withPack } from '../workspace/worker-packs.ts';
import { runsElsewhere } from '../workspace/workspace.ts';

export interface TrainingRequest {
  datasetId: string;
  name?: string | undefined;
  options: TrainOptions;
  /** One training for each, in place of the seed in the options. */
  seeds?: readonly number[] | undefined;
}

/** A training that was stopped, or whose process ended; `equipoise train --resume <id>` resumes it. */
export interface StoppedTraining {
  id: string;
  name: string;
  dataset: string;
  options: TrainOptions;
  epochs: number;
  /** When the last epoch was kept; null before the first. */
  savedAt: string | null;
}

/** The job, and the ids of the models that it makes, by which they are also resumed. */
export type TrainingJob = StartedJob<'train'> & { modelId: string; modelIds: string[] };

/** At most this many work at once; each takes about 1 GB. One graphics processor serves one after another as soon. */
const workers = (): number => (isGpuWanted() ? 1 : Math.min(availableParallelism(), 4));

/** How many processes each of this many trainings gets. */
const processesOf = (trainings: number): number => Math.floor(workers() / Math.min(workers(), trainings));

/** Trainings: starting, resuming, and listing what can be resumed. */
export class TrainingService {
  readonly #context: ServiceContext;
  readonly #datasets: DatasetService;
  readonly #models: ModelService;
  /** Trainings of this process by id: their job, and whether it has begun them. */
  readonly #running = new Map<string, { jobId: string; begun: boolean }>();

  constructor(context: ServiceContext, datasets: DatasetService, models: ModelService) {
    this.#context = context;
    this.#datasets = datasets;
    this.#models = models;
    removeRemains(context);
  }

  /** Times a step: the job's result says how long the whole will take. Throws as `start` does. */
  startEstimate({
    datasetId,
    options,
  }: Pick<TrainingRequest, 'datasetId' | 'options'>): StartedJob<'estimate-training'> {
    const dataset = this.#datasets.find(datasetId);
    const { records } = trainingRecords(this.#context.db, dataset, options);
    const labels = records.filter(({ split }) => split === 'train').map(({ label }) => label);
    const given = checkedOptions(options, dataset);
    const input = {
      options: given,
      labels,
      validationRecords: records.length - labels.length,
      processes: processesOf(1),
    };
    return this.#context.jobs.start('estimate-training', `Time a step of ${options.model}`, ({ runTask }) =>
      runTask('estimate-training', input),
    );
  }

  /** Trains on the dataset's train split. Throws AppError: bad-input, not-found. */
  start({ datasetId, name, options: given, seeds = [given.seed] }: TrainingRequest): TrainingJob {
    if (new Set(seeds).size < seeds.length) {
      throw new AppError('bad-input', `A seed is named twice in ${seeds.join(', ')}; it would train the same model.`);
    }
    const dataset = this.#datasets.find(datasetId);
    const options = checkedOptions(given, dataset);
    const { records, leftOut } = trainingRecords(this.#context.db, dataset, options);
    const teachers = findTeachers(this.#models, options.teachers, dataset);
    const startFrom = findStart(this.#models, options, dataset);
    const found = { dataset, recordsSha256: hashRecords(records), options, teachers, startFrom };
    const ownName = seeds.length === 1 ? name : undefined;
    const plans = seeds.map((seed) => newPlan(found, seed, ownName ?? `${name ?? usualName(options)}-seed-${seed}`));
    return this.#run(plans, records, leftOut);
  }

  /**
   * Resumes a stopped training: same records, name and options. Throws AppError: not-found; conflict if
   * something that is repeated differs, the records have changed since, or it is still running.
   */
  resume(id: string, repeated: RepeatedRequest = {}): TrainingJob {
    const plan = this.#findStopped(id);
    refuseOthers(plan, repeated);
    const dataset = this.#datasets.find(plan.dataset.id);
    const { records, leftOut } = trainingRecords(this.#context.db, dataset, plan.options);
    if (hashRecords(records) !== plan.recordsSha256) {
      throw new AppError(
        'conflict',
        `The dataset "${plan.dataset.name}" has different train or validation records, classes or splits from when the training ${id} began. Start a new training on it.`,
      );
    }
    return this.#run([{ ...plan, pid: process.pid }], records, leftOut);
  }

  /** Deletes a stopped training with what it has learned, for good. Throws AppError: not-found; conflict if it runs. */
  discard(id: string): void {
    rmSync(this.#folder(this.#findStopped(id).id), { recursive: true, force: true });
  }

  /** Newest first. */
  stopped(): StoppedTraining[] {
    return this.#plans()
      .filter((plan) => !this.#isRunning(plan))
      .map(({ id, name, dataset, options }) => {
        return { id, name, dataset: dataset.name, options, epochs: options.epochs, savedAt: savedAt(this.#folder(id)) };
      })
      .sort(newestFirst);
  }

  /** All unfinished ones, with their epochs so far: running ones first, then stopped ones, newest first. */
  async list(): Promise<TrainingSummary[]> {
    const summaries = await Promise.all(
      this.#plans().map(async (plan): Promise<TrainingSummary> => {
        const { id, name, options } = plan;
        const here = this.#running.get(id);
        const elsewhere = here === undefined && this.#isRunning(plan);
        return {
          id,
          name,
          dataset: plan.dataset.name,
          state: here ? (here.begun ? 'running' : 'queued') : elsewhere ? 'elsewhere' : 'stopped',
          jobId: here?.jobId ?? null,
          options,
          ...(await readEpochs(this.#folder(id), this.#context.log)),
        };
      }),
    );
    return summaries.sort((a, b) => Number(a.state === 'stopped') - Number(b.state === 'stopped') || newestFirst(a, b));
  }

  #plans(): TrainingPlan[] {
    return listPlans(this.#context.workspace.modelsFolder, this.#context.log);
  }

  #findStopped(id: string): TrainingPlan {
    const plan = /[/\\]/.test(id) ? undefined : readPlan(this.#folder(id));
    if (!plan) {
      const ids = this.stopped().map((training) => training.id);
      throw new AppError(
        'not-found',
        `There is no stopped training "${id}" in this workspace. The stopped ones are: ${ids.join(', ') || 'none'}.`,
      );
    }
    if (this.#isRunning(plan)) {
      throw new AppError('conflict', `The training ${id} is running (process ${plan.pid}). Stop it there first.`);
    }
    return plan;
  }

  #isRunning({ id, pid }: TrainingPlan): boolean {
    if (pid === null) return false;
    return pid === process.pid ? this.#running.has(id) : runsElsewhere(pid);
  }

  #folder(id: string): string {
    return trainingFolder(this.#context.workspace.modelsFolder, id);
  }

  /**
   * One job for all: in parallel, as many at once as there are cores. Each resumes from its checkpoint if it has one.
   */
  #run(plans: readonly TrainingPlan[], records: RecordIdentity[], leftOut: LeftOut): TrainingJob {
    const { jobs } = this.#context;
    const [first] = plans as [TrainingPlan];
    const dataset = this.#datasets.find(first.dataset.id);
    for (const plan of plans) writePlan(this.#folder(plan.id), plan);
    const names = plans.map(({ name }) => name).join(', ');
    const job = jobs.start('train', `Train ${names} on ${dataset.name}`, (context) => {
      const total = sumOf(plans, ({ options }) => options.epochs);
      const say = (message: string): void => context.progress({ done: 0, total, unit: 'epochs', message });
      say(`Training ${plans.map(({ id }) => id).join(', ')}`);
      return withPack(
        this.#context,
        { recordIds: records.map(({ id }) => id), model: null },
        async ({ recordsPath, pathFor }) => {
          const report = combineProgress(
            plans.map(({ name, options }) => ({ name, total: options.epochs })),
            context.progress,
          );
          const learned = records.filter(({ split }) => split === 'train');
          const trainSha256 = hashRecordings(learned.map(({ sha256 }) => sha256));
          const softTargets = await askTeachers(this.#models, first.teachers, recordsPath, context, say);
          const { results: trained, error } = await runConcurrently(plans, workers(), (plan, index) => {
            // When fewer are left than there are cores, the last ones take the cores of the others.
            const processes = processesOf(plans.length - Math.floor(index / workers()) * workers());
            const outFolder = pathFor(`model-${index}`);
            const how = { packPath: recordsPath, outFolder, processes, softTargets, trainSha256, leftOut };
            return this.#train(plan, how, context, (progress) => report(index, progress));
          });
          // One that was stopped leaves the others what they have; all that were stopped leave nothing.
          if (error && (error.code !== 'cancelled' || trained.length === 0)) throw error;
          const [only] = trained;
          return plans.length === 1 && only
            ? only
            : { trainings: trained, stopped: trained.length < plans.length || trained.some(({ stopped }) => stopped) };
        },
      );
    });
    for (const { id } of plans) this.#running.set(id, { jobId: job.id, begun: false });
    const ended = (): void => plans.forEach((plan) => this.#end(plan));
    jobs.finished(job.id).then(ended, ended);
    return { ...job, modelId: first.id, modelIds: plans.map(({ id }) => id) };
  }

  async #train(
    plan: TrainingPlan,
    how: Pick<TaskInput<'train'>, 'packPath' | 'outFolder' | 'processes' | 'softTargets' | 'trainSha256' | 'leftOut'>,
    { runTask, signal }: Pick<JobContext, 'runTask' | 'signal'>,
    onProgress: (progress: TaskProgress) => void,
  ): Promise<TrainedModel> {
    const { version } = this.#context;
    const { id, name, options } = plan;
    const checkpointFolder = this.#folder(id);
    const dataset = this.#datasets.find(plan.dataset.id);
    if (signal.aborted) throw new AppError('cancelled', 'Stopped.');
    const state = this.#running.get(id);
    if (state) state.begun = true;
    try {
      const trained = await runTask(
        'train',
        {
          ...how,
          checkpointFolder,
          resume: hasCheckpoint(checkpointFolder),
          options,
          classes: dataset.classes,
          teachers: plan.teachers.map(({ name, sha256, id: teacher }) => {
            return { name, sha256, options: this.#models.find(teacher).card.options };
          }),
          start: startFor(this.#models, plan.startFrom, hasCheckpoint(checkpointFolder)),
          dataset: { name: dataset.name, labels: dataset.labels, source: dataset.source },
          programVersion: version,
        },
        onProgress,
      );
      await storeTrained(this.#context, plan, { ...trained, folder: how.outFolder, dataset: dataset.name });
      if (!trained.stopped) rmSync(checkpointFolder, { recursive: true, force: true });
      const made = { modelId: id, name, ...trained };
      return how.leftOut.length === 0 ? made : { ...made, leftOut: how.leftOut };
    } catch (error) {
      throw asResumable(AppError.from(error), id, hasCheckpoint(checkpointFolder));
    }
  }

  /** Marks the training as stopped; one that has nothing to resume from is deleted. */
  #end(plan: TrainingPlan): void {
    this.#running.delete(plan.id);
    const folder = this.#folder(plan.id);
    try {
      if (hasCheckpoint(folder)) writePlan(folder, { ...plan, pid: null });
      else rmSync(folder, { recursive: true, force: true });
    } catch (error) {
      // Without the mark it counts as stopped as soon as this process has ended.
      this.#context.log.warn({ error }, 'A stopped training could not be marked');
    }
  }
}
