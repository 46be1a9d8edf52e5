import { randomUUID } from 'node:crypto';
import { setTimeout } from 'node:timers/promises';
import { AppError } from '../../src-shared/errors/app-error.ts';
import type { JobKind, JobResults } from '../../src-shared/contract/job-results.ts';
import type { Job, JobId, JobOf, StartedJob } from '../../src-shared/contract/jobs.ts';
import { runTask } from './run-task.ts';
import { runTasks } from './run-tasks.ts';
import type { TaskProgress } from './tasks/context.ts';
import type { TaskInput, TaskName, TaskResult } from './tasks/index.ts';
import type { SpawnWorker } from './worker-handle.ts';

/** What a job's work is given: ways to run tasks in a worker and to report progress. */
export interface JobContext {
  signal: AbortSignal;
  progress: (progress: TaskProgress) => void;
  /** `onProgress` receives the task's progress instead of the job. */
  runTask: <T extends TaskName>(
    task: T,
    input: TaskInput<T>,
    onProgress?: (progress: TaskProgress) => void,
  ) => Promise<TaskResult<T>>;
  /**
   * The same task on several inputs in parallel, each in a worker of its own; results in the order of the inputs.
   * `sizes`: the relative amount of work of each, which gives the overall progress before the last one has begun.
   */
  runTasks: <T extends TaskName>(
    task: T,
    inputs: TaskInput<T>[],
    options?: { onProgress?: (progress: TaskProgress) => void; sizes?: readonly number[] },
  ) => Promise<TaskResult<T>[]>;
}

type Work<K extends JobKind> = (context: JobContext) => Promise<JobResults[K]>;

interface Entry {
  job: JobOf<JobKind>;
  work: Work<JobKind>;
  controller: AbortController;
  finished: PromiseWithResolvers<JobResults[JobKind]>;
  /** Resolves with the first sign of its work, or its end. */
  begun: PromiseWithResolvers<void>;
}

/** Where the list of jobs outlasts the program. Neither may throw: a job does not fail because its entry does. */
export interface JobHistory {
  /** Jobs of earlier runs of the program that have ended, newest first. */
  earlier: readonly Job[];
  /** At every change of a job's state. */
  keep(job: Job): void;
  forget(jobIds: readonly string[]): void;
}

const NO_HISTORY: JobHistory = { earlier: [], keep: () => undefined, forget: () => undefined };

/** How many finished jobs are kept in the list. */
const KEPT_JOBS = 50;

/** More than a person would plan, and few enough to be sent to every window at every change. */
const MOST_WAITING = 100;

/** Each window watches once; what the program itself needs is far less. */
const MOST_LISTENERS = 64;

/** How long whoever starts a job is kept waiting for a first sign of its work. */
const BEGINS_WITHIN_MS = 5000;

/** One heavy job at a time, in the order of their arrival; every window can watch and stop them. */
export class JobQueue {
  readonly #spawnWorker: SpawnWorker;
  readonly #history: JobHistory;
  #entries: Entry[] = [];
  /** Of earlier runs of the program, newest first. */
  #earlier: Job[];
  readonly #listeners = new Set<(jobs: Job[]) => void>();
  #running: Promise<void> | undefined;
  #closed = false;

  constructor(spawnWorker: SpawnWorker, history = NO_HISTORY) {
    this.#spawnWorker = spawnWorker;
    this.#history = history;
    this.#earlier = [...history.earlier];
  }

  /** Newest first. */
  list(): Job[] {
    return [...this.#entries.map(copyOf).reverse(), ...this.#earlier];
  }

  /** Calls the listener at every change; returns a function that stops it. Throws AppError 'unavailable' if too many do. */
  subscribe(listener: (jobs: Job[]) => void): () => void {
    if (this.#listeners.size >= MOST_LISTENERS) {
      throw new AppError(
        'unavailable',
        `${MOST_LISTENERS} windows are watching the jobs already. Close some, then reload this one.`,
      );
    }
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  start<K extends JobKind>(kind: K, title: string, work: Work<K>): StartedJob<K> {
    if (this.#closed) throw new AppError('refused', 'The program is closing; nothing new can be started.');
    if (this.#entries.filter(({ job }) => job.state === 'queued').length >= MOST_WAITING) {
      throw new AppError(
        'unavailable',
        `${MOST_WAITING} jobs are waiting already. Stop some of them, or start this one when they are done.`,
      );
    }
    const job: StartedJob<K> = {
      id: randomUUID() as JobId<K>,
      kind,
      title,
      state: 'queued',
      done: 0,
      total: 0,
      unit: '',
      message: '',
      secondsLeft: null,
      startedAt: null,
      finishedAt: null,
      error: null,
      result: null,
    };
    const entry: Entry = {
      job,
      work,
      controller: new AbortController(),
      finished: Promise.withResolvers(),
      begun: Promise.withResolvers(),
    };
    // Callers that wait see the failure; a job that nobody waits for reports it in its own state.
    entry.finished.promise.catch(() => undefined);
    entry.begun.promise.catch(() => undefined);
    this.#entries.push(entry);
    this.#history.keep(copyOf(entry));
    this.#changed();
    this.#running ??= this.#runAll();
    return { ...job };
  }

  /** A short task at once, in a worker beside the queue and not listed. Throws its AppError. */
  aside<T extends TaskName>(task: T, input: TaskInput<T>): Promise<TaskResult<T>> {
    return runTask(this.#spawnWorker, task, input, {
      signal: new AbortController().signal,
      onProgress: () => undefined,
    });
  }

  /** Resolves with the job's result; throws its AppError. */
  finished<K extends JobKind>(jobId: JobId<K>): Promise<JobResults[K]>;
  finished(jobId: string): Promise<JobResults[JobKind]>;
  finished(jobId: string): Promise<JobResults[JobKind]> {
    return this.#find(jobId).finished.promise;
  }

  /**
   * Resolves when the job works, has ended, waits behind another, or has shown no sign of itself for some seconds.
   * Throws its AppError if it fails before that: then nothing has begun, and the job is listed no longer, since its
   * caller shows the error beside what was asked for.
   */
  async begun(jobId: string): Promise<void> {
    const entry = this.#find(jobId);
    if (this.#entries.some(({ job }) => job !== entry.job && job.state === 'running')) return;
    const patience = new AbortController();
    const late = setTimeout(BEGINS_WITHIN_MS, undefined, { signal: patience.signal, ref: false }).catch(
      () => undefined,
    );
    try {
      await Promise.race([entry.begun.promise, late]);
    } catch (error) {
      this.dismiss([jobId]);
      throw error;
    } finally {
      patience.abort();
    }
  }

  cancel(jobId: string): void {
    const entry = this.#find(jobId);
    entry.controller.abort();
    if (entry.job.state === 'queued') this.#finish(entry, 'cancelled', new AppError('cancelled', 'Stopped.'));
  }

  /** Takes those of these jobs that have ended off the list, for good. */
  dismiss(jobIds: readonly string[]): void {
    const ended = new Set(
      this.list()
        .filter(({ id, finishedAt }) => jobIds.includes(id) && finishedAt !== null)
        .map(({ id }) => id),
    );
    this.#forget(ended);
    this.#changed();
  }

  /** Stops everything; resolves when no worker is left. */
  async close(): Promise<void> {
    this.#closed = true;
    // A copy: a job that ends may push an older one out of the list.
    for (const { job } of [...this.#entries])
      if (job.state === 'queued' || job.state === 'running') this.cancel(job.id);
    await this.#running;
  }

  async #runAll(): Promise<void> {
    // The caller of start() gets its job before the work begins.
    await Promise.resolve();
    for (let entry = this.#nextQueued(); entry && !this.#closed; entry = this.#nextQueued()) await this.#run(entry);
    this.#running = undefined;
  }

  #nextQueued(): Entry | undefined {
    return this.#entries.find(({ job }) => job.state === 'queued');
  }

  async #run(entry: Entry): Promise<void> {
    const { job, controller } = entry;
    job.state = 'running';
    job.startedAt = new Date().toISOString();
    this.#history.keep(copyOf(entry));
    this.#changed();
    let startedAt = performance.now();
    let unit = '';
    const progress = (next: TaskProgress): void => {
      // A different unit, or a count that restarts, is a new phase: the pace of the previous one says nothing about it.
      if (next.unit !== unit || next.done < job.done) startedAt = performance.now();
      unit = next.unit;
      const perUnit = next.done > 0 ? (performance.now() - startedAt) / 1000 / next.done : null;
      const secondsLeft = next.secondsLeft ?? (perUnit && next.total ? perUnit * (next.total - next.done) : null);
      Object.assign(job, { done: next.done, total: next.total, unit, message: next.message, secondsLeft });
      entry.begun.resolve();
      this.#changed();
    };
    try {
      const result = await entry.work({
        signal: controller.signal,
        progress,
        runTask: (task, input, onProgress = progress) =>
          runTask(this.#spawnWorker, task, input, { signal: controller.signal, onProgress }),
        runTasks: (task, inputs, { onProgress = progress, sizes } = {}) =>
          runTasks(this.#spawnWorker, task, inputs, { signal: controller.signal, onProgress }, sizes),
      });
      job.result = result;
      this.#finish(entry, 'done');
      entry.finished.resolve(result);
    } catch (thrown) {
      const error = AppError.from(thrown);
      this.#finish(entry, error.code === 'cancelled' ? 'cancelled' : 'failed', error);
    }
  }

  #finish(entry: Entry, state: Job['state'], error?: AppError): void {
    const { job } = entry;
    job.state = state;
    job.secondsLeft = null;
    job.finishedAt = new Date().toISOString();
    if (error && state === 'failed') job.error = error.toData();
    if (error) entry.finished.reject(error);
    if (error && state === 'failed') entry.begun.reject(error);
    else entry.begun.resolve();
    this.#history.keep(copyOf(entry));
    const over = this.list()
      .filter((other) => other.finishedAt !== null)
      .slice(KEPT_JOBS);
    if (over.length > 0) this.#forget(new Set(over.map(({ id }) => id)));
    this.#changed();
  }

  #forget(ids: ReadonlySet<string>): void {
    this.#entries = this.#entries.filter(({ job }) => !ids.has(job.id));
    this.#earlier = this.#earlier.filter(({ id }) => !ids.has(id));
    this.#history.forget([...ids]);
  }

  #find(jobId: string): Entry {
    const entry = this.#entries.find(({ job }) => job.id === jobId);
    if (!entry) throw new AppError('not-found', `There is no job ${jobId}.`);
    return entry;
  }

  #changed(): void {
    const jobs = this.list();
    for (const listener of this.#listeners) listener(jobs);
  }
}

/** As its list shows it. What a job made is of its kind: start() sees to it, the compiler does not see it here. */
function copyOf({ job }: Entry): Job {
  return { ...job } as Job;
}
