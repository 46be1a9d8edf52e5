import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Services } from '../../src-main/services/create-services.ts';
import { parseTrainOptions, type GivenTrainOptions } from '../../src-shared/models/train-options.ts';
import { openServices } from '../helpers/open-services.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const few: GivenTrainOptions = { model: 'tiny', epochs: 1, batchSize: 8, cropSamples: [300] };

async function withTeachers(): Promise<{ services: Services; datasetId: string; teacherIds: string[] }> {
  const { services } = await openServices();
  const { id } = services.datasets.startSimulation({ records: 24, seed: 1, durationS: 10 });
  const datasetId = (await services.jobs.finished(id)).datasetId;
  const job = services.trainings.start({ datasetId, name: 'teacher', options: parseTrainOptions(few), seeds: [1, 2] });
  await services.jobs.finished(job.id);
  return { services, datasetId, teacherIds: job.modelIds };
}

describe('teachers', () => {
  it('change what is learned, and are named with their hashes in the card of the model that they taught', async () => {
    const { services, datasetId, teacherIds } = await withTeachers();
    const trained = async (options: GivenTrainOptions): Promise<ReturnType<Services['models']['find']>> => {
      const job = services.trainings.start({ datasetId, options: parseTrainOptions({ ...few, ...options }) });
      await services.jobs.finished(job.id);
      return services.models.find(job.modelId);
    };
    const alone = await trained({ seed: 3 });
    const taught = await trained({ seed: 3, teachers: ['teacher-seed-1', teacherIds[1]!] });
    expect(taught.sha256).not.toBe(alone.sha256);
    expect(taught.card).toMatchObject({
      options: { teachers: teacherIds, teacherShare: 0.5 },
      teachers: teacherIds.map((id, i) => {
        const { name, sha256 } = services.models.find(id);
        return { name, sha256, options: { model: 'tiny', seed: i + 1 } };
      }),
    });
    const out = join(temporaryFolder(), 'taught');
    const { id } = services.models.startCard({ chosen: taught.id, seeds: [], datasetId, out });
    expect((await services.jobs.finished(id)).card).toMatchObject({
      command:
        'npm run equipoise -- train --model tiny --seeds 1,2 --epochs 1 --batch-size 8 --name teacher && ' +
        'npm run equipoise -- train --model tiny --seeds 3 --epochs 1 --batch-size 8 --teachers teacher-seed-1,teacher-seed-2',
    });
    // Nothing of what they say counts: the labels alone decide, as without them.
    expect((await trained({ seed: 3, teachers: teacherIds, teacherShare: 0 })).sha256).toBe(alone.sha256);
  });

  it('must be there, once each, and as they were when the training began', async () => {
    const { services, datasetId, teacherIds } = await withTeachers();
    const start = (teachers: string[]) =>
      services.trainings.start({ datasetId, options: parseTrainOptions({ ...few, epochs: 3, teachers }) });
    expect(() => start(['nobody'])).toThrow(/There is no model "nobody"/);
    expect(() => start([teacherIds[0]!, teacherIds[0]!])).toThrow(/is named twice\. Name it once/);

    const job = start(teacherIds);
    await new Promise<void>((resolve) => {
      const stop = services.jobs.subscribe((jobs) => {
        if ((jobs.find(({ id }) => id === job.id)?.done ?? 0) < 1) return;
        stop();
        resolve();
      });
    });
    services.jobs.cancel(job.id);
    await services.jobs.finished(job.id);
    const file = join(services.workspaceDir, 'models', `${job.modelId}.training`, 'training.json');
    const { sha256 } = services.models.find(teacherIds[0]);
    writeFileSync(file, readFileSync(file, 'utf8').replaceAll(sha256, 'f'.repeat(64)));
    await expect(services.jobs.finished(services.trainings.resume(job.modelId).id)).rejects.toThrow(
      /The teacher "teacher-seed-1" has changed since this training was planned/,
    );
  });

  it('may be what a training starts from, against an adversary, and the card says so', async () => {
    const { services, datasetId, teacherIds } = await withTeachers();
    const start = (given: GivenTrainOptions) =>
      services.trainings.start({ datasetId, options: parseTrainOptions({ ...few, ...given }) });
    expect(() => start({ startFrom: 'nobody' })).toThrow(/There is no model "nobody"/);
    expect(() => start({ model: 'compact', startFrom: 'teacher-seed-1' })).toThrow(
      /The starting model "teacher-seed-1" is tiny, and the training is of compact/,
    );
    const job = start({ startFrom: 'teacher-seed-1', adversaryMicrovolts: 10, adversarySteps: 2, learningRate: 1e-6 });
    await services.jobs.finished(job.id);
    const { card, history } = services.models.find(job.modelId);
    const { name, sha256 } = services.models.find(teacherIds[0]);
    expect(card).toMatchObject({ startedFrom: { name, sha256 }, options: { startFrom: teacherIds[0] } });
    expect(card.selection).toMatch(/, under perturbations of at most 10 µV$/);
    expect(history).toMatchObject([{ attacked: { accuracy: expect.any(Number), meanF1: expect.any(Number) } }]);
    const out = join(temporaryFolder(), 'robust');
    const { id } = services.models.startCard({ chosen: job.modelId, seeds: [], datasetId, out });
    expect((await services.jobs.finished(id)).card.command).toMatch(
      / --learning-rate 0\.000001 --adversary-microvolts 10 --adversary-steps 2 --start-from teacher-seed-1$/,
    );
  });
});
