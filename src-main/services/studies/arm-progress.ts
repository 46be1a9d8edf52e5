import type { JobContext } from '../../jobs/job-queue.ts';

/** A job that attacks the records of one arm. */
type ArmJob = Pick<JobContext, 'runTasks' | 'signal'>;

/**
 * The progress of a build over all its arms and batches: it never begins again, but grows by what another batch takes, and
 * says which arm is being made.
 */
export class ArmProgress {
  readonly #job: JobContext;
  #done = 0;
  #total = 0;

  constructor(job: JobContext) {
    this.#job = job;
  }

  /** So many more records are to be attacked. */
  plan(records: number): void {
    this.#total += records;
  }

  /** Attacks so many of the planned records for an arm. */
  async make(arm: string, records: number, attack: (job: ArmJob) => Promise<unknown>): Promise<void> {
    const { signal, progress, runTasks } = this.#job;
    const before = this.#done;
    await attack({
      signal,
      runTasks: (task, inputs, options) =>
        runTasks(task, inputs, {
          ...options,
          onProgress: ({ done }) =>
            progress({
              done: before + done,
              total: this.#total,
              unit: 'records',
              message: `Arm ${arm}: ${Math.floor(done)} of ${records} records`,
            }),
        }),
    });
    this.#done = before + records;
  }
}
