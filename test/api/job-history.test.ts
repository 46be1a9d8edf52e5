import { createRouterClient } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { createRouter } from '../../src-main/api/create-router.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { startCommand } from '../helpers/command-line.ts';
import { openServices, reopenServices } from '../helpers/open-services.ts';

describe('the list of jobs after the program was started again', () => {
  it('has what ended before, newest first, with errors and ways to what was made, until it is dismissed', async () => {
    const { services, appRoot } = await openServices();
    const made = services.datasets.startSimulation({ records: 4, seed: 1, durationS: 9 });
    const { datasetId } = await services.jobs.finished(made.id);
    const full = new AppError('storage', 'The disk is full: free 2 GB.');
    const failed = services.jobs.start('analysis', 'Curve', () => Promise.reject(full));
    await expect(services.jobs.finished(failed.id)).rejects.toThrow(full);
    const before = services.jobs.list();
    await services.close();

    const again = await reopenServices(appRoot);
    const { jobs } = createRouterClient(createRouter(again, 'web'));
    const listed = await jobs.list();
    expect(listed).toMatchObject([
      { id: failed.id, state: 'failed', error: { code: 'storage', message: full.message } },
      { id: made.id, state: 'done', startedAt: before[1]?.startedAt, result: { datasetId } },
    ]);
    await jobs.dismiss({ jobIds: [failed.id] });
    expect((await jobs.list()).map(({ id }) => id)).toEqual([made.id]);
    const next = again.datasets.startSimulation({ records: 4, seed: 2, durationS: 9 });
    await again.jobs.finished(next.id);
    await again.close();
    const last = await reopenServices(appRoot);
    expect(last.jobs.list().map(({ id }) => id)).toEqual([next.id, made.id]);
  });

  it.skipIf(process.platform !== 'linux')(
    'says of a job whose program was killed that it was interrupted',
    async () => {
      const { services, appRoot } = await openServices();
      const { child, ended, said } = startCommand(services.workspaceDir, ['simulate', '--records', '50000']);
      await said('Simulate 50000 records');
      const beside = await reopenServices(appRoot);
      expect(beside.jobs.list()).toEqual([]);
      child.kill('SIGKILL');
      await ended;
      const [job] = (await reopenServices(appRoot)).jobs.list();
      expect(job).toMatchObject({ title: 'Simulate 50000 records', state: 'interrupted' });
      expect(job?.error?.message).toContain('The program ended before this job did.');
    },
  );

  it('never dismisses a job that runs, and keeps the last 50', async () => {
    const { services, appRoot } = await openServices();
    const { jobs } = services;
    for (let i = 0; i < 52; i += 1) {
      await jobs.finished(jobs.start('analysis', `Job ${i}`, () => Promise.resolve({ analysisId: 'a' })).id);
    }
    const long = jobs.start('analysis', 'Long', async ({ signal }) => {
      await new Promise((resolve) => signal.addEventListener('abort', resolve));
      throw signal.reason;
    });
    await new Promise(setImmediate);
    jobs.dismiss([long.id]);
    expect(jobs.list()).toMatchObject([{ title: 'Long', state: 'running' }, ...Array(50).fill({ state: 'done' })]);
    await services.close();
    const again = (await reopenServices(appRoot)).jobs.list();
    expect(again.map(({ title, state }) => `${title}: ${state}`).slice(0, 2)).toEqual([
      'Long: cancelled',
      'Job 51: done',
    ]);
    expect(again).toHaveLength(50);
  });
});
