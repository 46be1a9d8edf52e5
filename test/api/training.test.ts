import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openEngine } from '../../src-main/ml/engine/engine.ts';
import type { Services } from '../../src-main/services/create-services.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { errorText } from '../../src-shared/errors/error-text.ts';
import { trainOptionsSchema } from '../../src-shared/models/train-options.ts';
import { preparedServices, reopenServices } from '../helpers/open-services.ts';
import { childrenOf } from '../helpers/processes.ts';

const options = trainOptionsSchema.parse({ epochs: 3, batchSize: 8, cropSamples: [300] });

const simulated = preparedServices((services) => simulate(services, 1));

async function withDataset(): Promise<{ services: Services; appRoot: string; datasetId: string }> {
  const { made, ...opened } = await simulated();
  return { ...opened, datasetId: made };
}

async function simulate(services: Services, seed: number): Promise<string> {
  const { id } = services.datasets.startSimulation({ records: 24, seed, durationS: 10 });
  return (await services.jobs.finished(id)).datasetId;
}

/** Resolves when so many epochs are done. */
function epochsDone(services: Services, jobId: string, epochs: number): Promise<void> {
  return new Promise((resolve) => {
    const stop = services.jobs.subscribe((jobs) => {
      const job = jobs.find(({ id }) => id === jobId);
      if (!job || job.done < epochs) return;
      stop();
      resolve();
    });
  });
}

/** A training of which one epoch is done and that was stopped by the person. */
async function stoppedTraining(services: Services, datasetId: string): Promise<string> {
  const job = services.trainings.start({ datasetId, options });
  await epochsDone(services, job.id, 1);
  services.jobs.cancel(job.id);
  expect(await services.jobs.finished(job.id)).toMatchObject({ modelId: job.modelId, stopped: true });
  return job.modelId;
}

const trainingFolder = (services: Services, id: string): string =>
  join(services.workspaceDir, 'models', `${id}.training`);

describe('a training', () => {
  it('that is stopped delivers its best so far, is listed, and is resumed by its id alone', async () => {
    const { services, appRoot, datasetId } = await withDataset();
    const id = await stoppedTraining(services, datasetId);
    expect(services.models.find(id)).toMatchObject({ name: 'compact-seed-1', card: { finished: false } });
    expect(services.trainings.stopped()).toEqual([
      {
        id,
        name: 'compact-seed-1',
        dataset: 'simulated-24-seed-1-10s',
        options: { ...options, seed: 1 },
        epochs: 3,
        savedAt: expect.any(String) as string,
      },
    ]);
    await services.close();

    const later = await reopenServices(appRoot);
    const result = await later.jobs.finished(later.trainings.resume(id).id);
    expect(result).toMatchObject({ modelId: id, stopped: false, history: [{ epoch: 1 }, { epoch: 2 }, { epoch: 3 }] });
    expect(later.models.find(id)).toMatchObject({ card: { finished: true, options, epochs: 3 } });
    expect(later.trainings.stopped()).toEqual([]);
    expect(readdirSync(join(later.workspaceDir, 'models'))).toEqual([id]);
  });

  it('is resumed only with the records, name and options that it began with', async () => {
    const { services, datasetId } = await withDataset();
    const otherId = await simulate(services, 2);
    const id = await stoppedTraining(services, datasetId);

    const conflict = (repeated: object): void =>
      expect(() => services.trainings.resume(id, repeated)).toThrow(
        expect.objectContaining({ code: 'conflict' }) as Error,
      );
    conflict({ options: { seed: 2 } });
    conflict({ name: 'another' });
    conflict({ datasetId: otherId });
    expect(() => services.trainings.resume(id, { options: { epochs: 4, seed: 1 } })).toThrow(
      /epochs 4 \(it has 3\)\. /,
    );
    expect(() => services.trainings.resume('none')).toThrow(
      new RegExp(`no stopped training "none".*The stopped ones are: ${id}`),
    );

    // As many records, and other ones: what the training began with is not what it would continue with.
    const file = join(trainingFolder(services, id), 'training.json');
    const plan = readFileSync(file, 'utf8');
    writeFileSync(file, plan.replace(datasetId, otherId));
    expect(() => services.trainings.resume(id)).toThrow(/has different train or validation records/);
    writeFileSync(file, plan);
    const same = services.trainings.resume(id, { datasetId, options: { seed: 1 } });
    expect(() => services.trainings.resume(id)).toThrow(/is running/);
    expect(await services.jobs.finished(same.id)).toMatchObject({ stopped: false });
  });

  it.skipIf(process.platform !== 'linux')('whose worker is killed says how to resume, and does', async () => {
    const { services, datasetId } = await withDataset();
    const job = services.trainings.start({ datasetId, options });
    await epochsDone(services, job.id, 1.1);
    for (const pid of childrenOf(process.pid, 'worker.ts')) process.kill(pid, 'SIGKILL');
    const failed = services.jobs.finished(job.id);
    await expect(failed).rejects.toThrow(/ended without an answer \(killed, perhaps for lack of memory\)\.$/);
    const told = await failed.catch((error: unknown) => errorText(AppError.from(error)));
    expect(told).toMatch(/for lack of memory\)\. Resume it after its last complete epoch: equipoise train --resume /);
    expect(told).toMatch(new RegExp(`${job.modelId}$`));
    expect(services.trainings.stopped()).toMatchObject([{ id: job.modelId }]);
    const resumed = services.trainings.resume(job.modelId);
    expect(await services.jobs.finished(resumed.id)).toMatchObject({ stopped: false });
  });

  it('that is stopped before its first epoch leaves nothing', async () => {
    const { services, datasetId } = await withDataset();
    const job = services.trainings.start({ datasetId, options });
    expect(existsSync(trainingFolder(services, job.modelId))).toBe(true);
    services.jobs.cancel(job.id);
    await expect(services.jobs.finished(job.id)).rejects.toMatchObject({ code: 'cancelled' });
    expect(services.trainings.stopped()).toEqual([]);
    expect(readdirSync(join(services.workspaceDir, 'models'))).toEqual([]);
  });
});

describe('a model whose files are not those that were recorded', () => {
  it('is not used', async () => {
    const { services, appRoot, datasetId } = await withDataset();
    const request = { modelId: 'small', datasetId, split: 'train' as const };
    const good = await services.jobs.finished(services.models.startEvaluation(request).id);
    expect(good).toMatchObject({ engine: (await openEngine()).version });
    const weights = join(appRoot, 'resources', 'models', 'small', 'weights.bin');
    const bytes = readFileSync(weights);
    bytes[0] = (bytes[0] as number) ^ 1;
    writeFileSync(weights, bytes);
    const { id } = services.models.startEvaluation(request);
    await expect(services.jobs.finished(id)).rejects.toMatchObject({
      code: 'damaged',
      message: expect.stringMatching(/model "small".*have changed since/) as string,
    });
  });
});
