import { mkdirSync, writeFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { createReadingRouter, createRouter } from '../../src-main/api/create-router.ts';
import { JobQueue } from '../../src-main/jobs/job-queue.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { openServices } from '../helpers/open-services.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const noWorker = (): never => expect.unreachable();

describe('whoever starts a job', () => {
  it('is told of a failure before it begins, and finds it in no list', async () => {
    const jobs = new JobQueue(noWorker);
    const failing = () => Promise.reject(new AppError('bad-input', 'No record can be used.'));
    const { id } = jobs.start('analysis', 'Curve', failing);
    await expect(jobs.begun(id)).rejects.toThrow('No record can be used.');
    expect(jobs.list()).toEqual([]);
  });

  it('goes on once it works, and finds a later failure in the list', async () => {
    const jobs = new JobQueue(noWorker);
    const { promise, reject } = Promise.withResolvers<never>();
    const { id } = jobs.start('analysis', 'Curve', ({ progress }) => {
      progress({ done: 0, total: 3, unit: 'records', message: '' });
      return promise;
    });
    await jobs.begun(id);
    reject(new AppError('storage', 'The disk is full.'));
    await expect(jobs.finished(id)).rejects.toThrow('The disk is full.');
    expect(jobs.list()).toMatchObject([{ state: 'failed', error: { message: 'The disk is full.' } }]);
  });

  it('is not kept waiting behind another job', async () => {
    const jobs = new JobQueue(noWorker);
    const stopped = ({ signal }: { signal: AbortSignal }): Promise<never> =>
      new Promise((_, reject) => signal.addEventListener('abort', () => reject(new AppError('cancelled', 'Stopped.'))));
    jobs.start('analysis', 'Long', stopped);
    await new Promise(setImmediate);
    const { id } = jobs.start('analysis', 'Short', stopped);
    await jobs.begun(id);
    expect(jobs.list()[0]).toMatchObject({ title: 'Short', state: 'queued' });
    await jobs.close();
  });

  it('is refused an import of what is not there or holds no ECG, at the call itself', async () => {
    const { services } = await openServices();
    const { datasets, jobs } = createRouterClient(createRouter(services, 'web'));
    const missing = join(homedir(), 'no-such-archive.zip');
    await expect(datasets.import({ path: '~/no-such-archive.zip' })).rejects.toMatchObject({
      data: { code: 'not-found', message: `${missing} cannot be opened. Is the name right?` },
    });
    await expect(datasets.import({ path: temporaryFolder() })).rejects.toMatchObject({ data: { code: 'bad-input' } });
    expect(await jobs.list()).toEqual([]);
  });
});

describe('choosing a file', () => {
  it('lists folders before files, without what is hidden, and never for readers', async () => {
    const folder = temporaryFolder();
    mkdirSync(join(folder, 'records'));
    for (const name of ['b10.zip', 'b9.zip', '.secret']) writeFileSync(join(folder, name), '');
    const { services } = await openServices();
    const { files } = createRouterClient(createRouter(services, 'web'));
    const { entries, above } = await files.browse({ folder });
    expect(entries.map(({ name }) => name)).toEqual(['records', 'b9.zip', 'b10.zip']);
    expect(above).not.toBeNull();
    expect((await files.browse({ folder: join(folder, 'b9.zip') })).folder).toBe(folder);
    expect((await files.browse({ folder: '~' })).folder).toBe(homedir());
    await expect(files.browse({ folder: join(folder, 'none') })).rejects.toMatchObject({ data: { code: 'not-found' } });
    expect(createReadingRouter(services, 'web')).not.toHaveProperty('files');
  });
});
