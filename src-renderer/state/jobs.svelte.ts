import type { Job } from '../../src-shared/contract/jobs.ts';
import type { Client } from '../client.ts';

const RETRY_MS = 1000;

/** Every job as main reports it, and how many have ended: views that show what jobs make read `ended` and load again. */
export class Jobs {
  all = $state.raw<readonly Job[]>([]);
  ended = $state(0);
  #dismissed = $state.raw<ReadonlySet<string>>(new Set());

  /** Newest first; what was dismissed is left out. */
  shown = $derived([...this.all].reverse().filter((job) => !this.#dismissed.has(job.id)));
  active = $derived(this.all.filter((job) => !isEnded(job)));
  failed = $derived(this.shown.filter((job) => job.state === 'failed'));

  /** Takes jobs as they are now, all of them or only those that changed. */
  take(jobs: readonly Job[]): void {
    const before = new Map(this.all.map((job) => [job.id, job]));
    const known = before.size > 0;
    let ended = 0;
    for (const job of jobs) {
      const earlier = before.get(job.id);
      if (isEnded(job) && (earlier === undefined ? known : !isEnded(earlier))) ended += 1;
      before.set(job.id, job);
    }
    this.all = [...before.values()];
    this.ended += ended;
  }

  dismiss(jobId: string): void {
    this.#dismissed = new Set([...this.#dismissed, jobId]);
  }

  dismissEnded(): void {
    this.#dismissed = new Set([...this.#dismissed, ...this.all.filter(isEnded).map((job) => job.id)]);
  }

  /** Watches until the signal; a broken stream (the connection was lost) is opened again. */
  async follow(client: Client, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        for await (const jobs of await client.jobs.watch(undefined, { signal })) this.take(jobs);
      } catch {
        // The connection banner says so; here it is only tried again.
      }
      if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

export function isEnded(job: Job): boolean {
  return job.state === 'done' || job.state === 'failed' || job.state === 'cancelled';
}
