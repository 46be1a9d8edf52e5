import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { describe, expect, it } from 'vitest';
import { recordHash } from '../../src-main/ecg/dataset/record-hash.ts';
import { readNpz } from '../../src-main/ecg/numpy/npz.ts';
import { attackOptionsSchema } from '../../src-shared/attacks/index.ts';
import { parseProtocol } from '../../src-shared/study/protocol.ts';
import { trainOptionsSchema } from '../../src-shared/models/train-options.ts';
import { cincFiles } from '../helpers/cinc-files.ts';
import { openServices, preparedServices } from '../helpers/open-services.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { zipBytes } from '../helpers/zip-bytes.ts';

const SIMULATION = { records: 24, seed: 1, durationS: 10, name: 'simulated' };

const simulated = preparedServices(
  async ({ jobs, datasets }) => (await jobs.finished(datasets.startSimulation(SIMULATION).id)).datasetId,
);

/** What is in the folder for the files of jobs: nothing, when none is running. */
const leftovers = (workspaceDir: string): string[] => readdirSync(join(workspaceDir, 'tmp'));

describe('the services with a real worker', () => {
  it('imports an archive, lists what was skipped, and adds nothing the second time', async () => {
    const { services } = await openServices();
    const files = cincFiles('training2017/', 12);
    const damaged = files.map((file) =>
      file.name.endsWith('A00003.mat') ? { ...file, data: file.data.slice(0, 100) } : file,
    );
    const path = join(temporaryFolder(), 'set.zip');
    writeFileSync(path, zipBytes(damaged));

    const first = await services.jobs.finished(services.datasets.startImport({ path }).id);
    expect(first).toMatchObject({ dataset: 'set', records: 11, added: 11 });
    expect(first.skipped.map(({ record }) => record)).toEqual(['A00003']);
    const second = await services.jobs.finished(services.datasets.startImport({ path }).id);
    expect(second).toMatchObject({ records: 11, added: 0 });
    expect(services.datasets.list()).toHaveLength(1);
    expect(leftovers(services.workspaceDir)).toEqual([]);
  });

  it('stores nothing of a file that is not an archive', async () => {
    const { services } = await openServices();
    const path = join(temporaryFolder(), 'set.zip');
    writeFileSync(path, 'not a zip at all');
    await expect(services.jobs.finished(services.datasets.startImport({ path }).id)).rejects.toThrow(/set\.zip/);
    expect(services.datasets.list()).toEqual([]);
    expect(services.jobs.list()[0]).toMatchObject({ state: 'failed' });
  });

  it('simulates the same records for the same seed', async () => {
    const { services } = await openServices();
    await services.jobs.finished(services.datasets.startSimulation(SIMULATION).id);
    const again = await services.jobs.finished(services.datasets.startSimulation(SIMULATION).id);
    expect(again).toMatchObject({ records: 24, added: 0 });
  });

  it('stops a job on request, kills its worker and stores nothing', async () => {
    const { services } = await openServices();
    const { id } = services.datasets.startSimulation({ records: 50_000, seed: 1 });
    const finished = services.jobs.finished(id);
    await new Promise<void>((resolve) => {
      const unsubscribe = services.jobs.subscribe(([job]) => {
        if (job && job.done > 0) {
          unsubscribe();
          resolve();
        }
      });
    });
    services.jobs.cancel(id);
    await expect(finished).rejects.toMatchObject({ code: 'cancelled' });
    expect(services.jobs.list()[0]).toMatchObject({ state: 'cancelled', error: null });
    expect(services.datasets.list()).toEqual([]);
    expect(leftovers(services.workspaceDir)).toEqual([]);
  });

  it('attacks, keeps each example with its provenance, and exports the run', async () => {
    const { services, made: datasetId } = await simulated();
    const options = attackOptionsSchema.parse({ method: 'sap', pgdSteps: 2, sapSteps: 2 });
    const request = { modelId: 'small', datasetId, split: 'train' as const, limit: 5, options };
    const result = await services.jobs.finished(services.attacks.start(request).id);
    expect(result).toMatchObject({ records: 5 });

    const runId = result.runId;
    const run = services.attacks.run(runId);
    expect(run).toMatchObject({ options, programVersion: '1.2.3', modelSha256: services.models.find('small').sha256 });
    const { rows } = services.attacks.examples({ runId }, 0, 10);
    const { example, original } = services.attacks.example(rows[0]?.id ?? 0);
    const differences = Array.from(example.samples, (value, i) => Math.abs(value - (original.samples[i] ?? 0)));
    expect(Math.max(...differences)).toBeGreaterThan(0);
    expect(Math.max(...differences)).toBeLessThanOrEqual(10);
    expect(example.metrics.linfUv).toBe(Math.max(...differences));

    const path = join(temporaryFolder(), 'run.npz');
    await services.jobs.finished(services.attacks.startExport(runId, path).id);
    const arrays = await readNpz(path, (name) => !['record', 'lead', 'about'].includes(name));
    const outcomes: Record<string, string>[] = parse(services.attacks.outcomesCsv(runId), { columns: true });
    expect(outcomes.map(({ record }) => record)).toEqual(rows.map(({ record }) => record).sort());
    const fooledRight = outcomes.filter(({ fooled, label, class_before }) => fooled === '1' && label === class_before);
    expect(fooledRight).toHaveLength(run.summary.fooled);
    expect(outcomes.find(({ record }) => record === original.name)?.['sha256']).toBe(
      recordHash({ ...original, samples: example.samples }),
    );
    expect(outcomes.map(({ noise_fooled }) => Number(noise_fooled))).toEqual([...arrays['noise_fooled']!.data]);
    // The control signals are those that were judged: shown to the model again, they fool it as often.
    expect(arrays['x_noise']?.shape).toEqual([5, 3000]);
    expect(arrays['x_noise']?.data).not.toEqual(arrays['x']?.data);
    const sums = Array.from({ length: 5 }, (_, i) => arrays['prob_adv_own']!.data.slice(4 * i, 4 * i + 4));
    for (const four of sums) expect(Array.from(four, Number).reduce((a, b) => a + b)).toBeCloseTo(1, 5);
    expect(arrays['x']?.shape).toEqual([5, 3000]);
    expect([...(arrays['x_adv']?.data ?? [])].slice(0, 3000)).toEqual([...example.samples]);
    // All records have one length here, so nothing is padded and both pairs of classes are the same.
    expect(arrays['pred_adv']?.data).toEqual(arrays['pred_adv_own']?.data);
  });

  it('makes the same examples whichever workers share them', async () => {
    const { services, made: datasetId } = await simulated();
    const options = attackOptionsSchema.parse({ method: 'pgd', pgdSteps: 3 });
    const attack = async (limit: number): Promise<Map<string, number[]>> => {
      const request = { modelId: 'small', datasetId, split: 'train' as const, limit, options };
      const { runId } = await services.jobs.finished(services.attacks.start(request).id);
      const { rows } = services.attacks.examples({ runId }, 0, limit);
      return new Map(rows.map(({ id, record }) => [record, [...services.attacks.example(id).example.samples]]));
    };
    const byOne = await attack(3);
    const byAll = await attack(18);
    expect(byOne.size).toBe(3);
    expect(byAll.size).toBe(18);
    for (const [record, samples] of byOne) expect(byAll.get(record)).toEqual(samples);
  });

  it('builds a study out of what it has, makes the missing examples, and builds the same one again', async () => {
    const { services, made: datasetId } = await simulated();
    const attack = { method: 'fgsm' as const };
    const protocol = parseProtocol({
      schemaVersion: 1,
      title: 'Built',
      seed: 3,
      stimuli: { split: 'train', onlySuccessful: false },
      tasks: [{ id: 'which', question: 'which-is-real', arms: [{ name: 'FGSM', attack, pairs: 8 }] }],
    });
    const request = { protocol, datasetId, modelId: 'small' };
    const first = await services.jobs.finished(services.studies.startCreate(request).id);
    const runs = services.attacks.list().length;
    const second = await services.jobs.finished(services.studies.startCreate(request).id);
    expect(services.attacks.list()).toHaveLength(runs);

    // The seed chooses the records; sides and order are drawn at each lock, from a secret of its own.
    const records = async (studyId: string): Promise<string[]> => {
      await services.studies.lock(studyId);
      const request = { studyId, readers: 1, probabilityRight: 0.5, seed: 1 };
      const rehearsal = await services.jobs.finished(services.startRehearsal(request).id);
      return (await services.results.responses(rehearsal.studyId)).map(({ record }) => record);
    };
    const chosen = (await records(first.studyId)).sort();
    expect(chosen).toHaveLength(8);
    expect((await records(second.studyId)).sort()).toEqual(chosen);
  });

  it('says which arm lacks how many pairs, and makes no study', async () => {
    const { services, made: datasetId } = await simulated();
    const arms = [{ name: 'FGSM', attack: { method: 'fgsm' as const }, pairs: 500 }];
    const stimuli = { split: 'test' as const, onlySuccessful: false };
    const protocol = parseProtocol({
      schemaVersion: 1,
      title: 'Too much',
      seed: 3,
      stimuli,
      tasks: [{ id: 'which', question: 'which-is-real', arms }],
    });
    const job = services.studies.startCreate({ protocol, datasetId, modelId: 'small' });
    await expect(services.jobs.finished(job.id)).rejects.toThrow(/Arm FGSM of task which needs 500 pairs/);
    expect(services.studies.list()).toEqual([]);
  });

  it('trains, keeps the model with its card, and scores it', async ({ skip }) => {
    const { services, made: datasetId } = await simulated();
    const options = trainOptionsSchema.parse({ epochs: 1, batchSize: 8, cropSamples: [600] });
    const trained = await services.jobs
      .finished(services.trainings.start({ datasetId, options }).id)
      .catch((error: unknown) => {
        if (error instanceof Error && error.message.startsWith('Training needs native TensorFlow'))
          skip('skipped: training needs native TensorFlow');
        throw error;
      });
    expect(trained).toMatchObject({ stopped: false, bestEpoch: 1 });
    const model = services.models.find('modelId' in trained ? trained.modelId : '');
    expect(model.card).toMatchObject({ architecture: 'compact', epochs: 1, finished: true, options: { seed: 1 } });
    expect(model.card.madeBy).toBe('Equipoise 1.2.3');
    const request = { modelId: model.id, datasetId, split: 'train' as const };
    const scores = await services.jobs.finished(services.models.startEvaluation(request).id);
    expect(scores.records).toBe(services.datasets.list()[0]?.splitCounts.train);
    expect(services.models.list().find(({ id }) => id === model.id)?.evaluations).toHaveLength(1);
  });
});
