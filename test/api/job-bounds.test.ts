import { createRouterClient } from '@orpc/server';
import { expect, it, onTestFinished } from 'vitest';
import { createRouter } from '../../src-main/api/create-router.ts';
import { watchJobs } from '../../src-main/api/watch-jobs.ts';
import { JobQueue } from '../../src-main/jobs/job-queue.ts';
import { openReadingServices } from '../helpers/reading-services.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const MADE = { analysisId: 'a1' };

it('takes so many jobs and no more, says so, and takes the next one when one is stopped', async () => {
  const jobs = new JobQueue(() => expect.unreachable());
  onTestFinished(() => jobs.close());
  const stopped = ({ signal }: { signal: AbortSignal }): Promise<typeof MADE> =>
    new Promise((_, reject) =>
      signal.addEventListener('abort', () => reject(Object.assign(new Error(), { name: 'AbortError' }))),
    );
  const start = (): string => jobs.start('analysis', 'Curve', stopped).id;
  const first = start();
  await new Promise(setImmediate);
  expect(() => Array.from({ length: 3000 }, start)).toThrow(
    '100 jobs are waiting already. Stop some of them, or start this one when they are done.',
  );
  expect(jobs.list()).toHaveLength(101);
  jobs.cancel(first);
  await expect.poll(() => jobs.list().filter(({ state }) => state === 'running')).toHaveLength(1);
  start();
  expect(start).toThrow(/waiting already/);
});

it('lets so many windows watch and no more, and another one when one has left', async () => {
  const services = await openReadingServices(temporaryFolder());
  onTestFinished(() => services.close());
  const client = createRouterClient(createRouter(services, 'web'));
  const leaving: AbortController[] = [];
  const watch = async (): Promise<void> => {
    const controller = new AbortController();
    await client.jobs.watch(undefined, { signal: controller.signal });
    leaving.push(controller);
  };
  const many = async (): Promise<void> => {
    for (let i = 0; i < 10_000; i++) await watch();
  };
  await expect(many()).rejects.toThrow(/^64 windows are watching the jobs already/);
  // They left before they had taken a single list.
  leaving[0]?.abort();
  await watch();
  await expect(watch()).rejects.toThrow(/already/);
  leaving.forEach((controller) => controller.abort());
  // Those that were gone before they were heard keep no place either.
  for (let i = 0; i < 100; i++) {
    void watchJobs(services.jobs, AbortSignal.abort());
  }
  await watch();
  leaving.at(-1)?.abort();
});

it('sends a watcher the newest of many changes, not each of them', async () => {
  const services = await openReadingServices(temporaryFolder());
  onTestFinished(() => services.close());
  const client = createRouterClient(createRouter(services, 'web'));
  const controller = new AbortController();
  const seen: number[] = [];
  const watching = (async () => {
    for await (const [job] of await client.jobs.watch(undefined, { signal: controller.signal })) {
      if (job) seen.push(job.done);
      if (job?.state === 'done') break;
    }
  })();
  const CHANGES = 500;
  const { id } = services.jobs.start('analysis', 'Curve', async ({ progress }) => {
    for (let done = 1; done <= CHANGES; done++) {
      progress({ done, total: CHANGES, unit: 'steps', message: '' });
      await new Promise(setImmediate);
    }
    return MADE;
  });
  await services.jobs.finished(id);
  await watching;
  expect(seen.at(-1)).toBe(CHANGES);
  expect(seen.length).toBeLessThan(CHANGES / 2);
});
