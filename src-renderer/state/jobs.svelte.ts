import type { Job } from '../../src-shared/contract/jobs.ts';
import type { Client } from './client.ts';

const RETRY_MS = 1000;

/**
 * Every job as main reports it, and how many have ended: views that show the results of jobs read `ended` and reload.
 */
export class Jobs {
  /** Newest first. */
  all = $state.raw<readonly Job[]>([]);
  ended = $state(0);
  #known = false;

  active = $derived(this.all.filter((job) => !isEnded(job)));
  over = $derived(this.all.filter(isEnded));
  /** Stopped by no person. */
  failed = $derived(this.all.filter(({ state }) => state === 'failed' || state === 'interrupted'));
  /** The one that ended last, however it ended. */
  last = $derived(
    this.over.reduce<Job | undefined>((last, job) => (last && endOf(last) >= endOf(job) ? last : job), undefined),
  );

  /** Takes the list as it is now. */
  take(jobs: readonly Job[]): void {
    const before = new Map(this.all.map((job) => [keyOf(job), job]));
    const news = jobs.filter((job) => isEnded(job) && !before.has(keyOf(job)));
    // What had ended before the first list arrived is not news.
    if (this.#known) this.ended += news.length;
    this.#known = true;
    this.all = jobs;
  }

  /** Makes the views reload after a time in which they could not be notified. */
  refresh(): void {
    this.ended += 1;
  }

  /** Watches until the signal; a broken stream (the connection was lost) is opened again. */
  async follow(client: Client, signal: AbortSignal): Promise<void> {
    while (!signal.aborted) {
      try {
        for await (const jobs of await client.jobs.watch(undefined, { signal })) this.take(jobs);
      } catch {
        // The connection banner reports it; here the attempt is just repeated.
      }
      if (!signal.aborted) await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}

export function isEnded({ state }: Job): boolean {
  return state !== 'queued' && state !== 'running';
}

const endOf = ({ finishedAt }: Job): string => finishedAt ?? '';

/** A job and how it ended. */
function keyOf({ id, state }: Job): string {
  return `${id} ${state}`;
}
