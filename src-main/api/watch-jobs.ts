import type { Job } from '../../src-shared/contract/jobs.ts';
import type { Services } from '../services/create-services.ts';

/** The list of jobs now, and at every change until the listener leaves; a slow listener only gets the newest. */
export async function* watchJobs(jobs: Services['jobs'], signal: AbortSignal | undefined): AsyncGenerator<Job[]> {
  let newest: Job[] | undefined = jobs.list();
  let wake: () => void = () => undefined;
  const unsubscribe = jobs.subscribe((list) => {
    newest = list;
    wake();
  });
  const onAbort = (): void => wake();
  signal?.addEventListener('abort', onAbort);
  try {
    while (!signal?.aborted) {
      if (newest) {
        const list = newest;
        newest = undefined;
        yield list;
      } else {
        await new Promise<void>((resolve) => (wake = resolve));
      }
    }
  } finally {
    signal?.removeEventListener('abort', onAbort);
    unsubscribe();
  }
}
