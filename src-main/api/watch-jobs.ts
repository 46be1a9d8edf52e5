import { setTimeout } from 'node:timers/promises';
import type { Job } from '../../src-shared/contract/jobs.ts';
import type { Services } from '../services/create-services.ts';

/** Progress is for people; each list is written once for every watcher. */
const PAUSE_MS = 100;

/**
 * The list of jobs now, and at changes until the listener leaves; whoever is slow, and whoever is fast, gets only the
 * newest. Throws AppError 'unavailable' where too many watch already.
 */
export function watchJobs(jobs: Services['jobs'], signal: AbortSignal | undefined): AsyncGenerator<Job[]> {
  let newest: Job[] | undefined = jobs.list();
  let wake: () => void = () => undefined;
  const unsubscribe = jobs.subscribe((list) => {
    newest = list;
    wake();
  });
  // Also for a listener that leaves before it takes the first list.
  const leave = (): void => {
    unsubscribe();
    wake();
  };
  signal?.addEventListener('abort', leave, { once: true });
  // A signal that was aborted before tells nobody any more.
  if (signal?.aborted) leave();
  return (async function* () {
    try {
      while (!signal?.aborted) {
        if (newest) {
          const list = newest;
          newest = undefined;
          yield list;
          await setTimeout(PAUSE_MS, undefined, { ref: false });
        } else {
          await new Promise<void>((resolve) => (wake = resolve));
        }
      }
    } finally {
      signal?.removeEventListener('abort', leave);
      unsubscribe();
    }
  })();
}
