import { cpSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import type { Services } from '../../src-main/services/create-services.ts';
import type { JobResults, TrainedModel } from '../../src-shared/contract/job-results.ts';
import { metricsSchema, modelComparisonSchema } from '../../src-shared/models/scores.ts';
import { parseTrainOptions } from '../../src-shared/models/train-options.ts';
import { openServices, reopenServices } from '../helpers/open-services.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const options = parseTrainOptions({ model: 'tiny', epochs: 2, batchSize: 8, cropSamples: [300] });

function trainingsOf(result: JobResults['train']): TrainedModel[] {
  return 'trainings' in result ? result.trainings : [result];
}

async function simulate(services: Services): Promise<string> {
  const { id } = services.datasets.startSimulation({ records: 40, seed: 1, durationS: 10 });
  return (await services.jobs.finished(id)).datasetId;
}

describe('several seeds in one job', () => {
  it('make a model each, are watched meanwhile, and can be stopped', { timeout: 120_000 }, async () => {
    const { services } = await openServices();
    const datasetId = await simulate(services);
    const job = services.trainings.start({ datasetId, options: { ...options, epochs: 500 }, seeds: [1, 2] });
    expect(await services.trainings.list()).toMatchObject([
      { name: 'tiny-seed-1', jobId: job.id, state: 'queued', history: [], bestEpoch: null, options: { seed: 1 } },
      { name: 'tiny-seed-2', jobId: job.id, history: [], options: { seed: 2 } },
    ]);
    const watched = await vi.waitFor(
      async () => {
        const now = await services.trainings.list();
        expect(now.map(({ history }) => history.length > 0)).toEqual([true, true]);
        return now;
      },
      { timeout: 90_000 },
    );
    expect(watched.map(({ state }) => state)).toEqual(['running', 'running']);
    expect(watched[0]?.history[0]).toMatchObject({ epoch: 1, loss: expect.any(Number) as number });

    services.jobs.cancel(job.id);
    const trained = trainingsOf(await services.jobs.finished(job.id));
    expect(trained.map(({ name, stopped }) => [name, stopped])).toEqual([
      ['tiny-seed-1', true],
      ['tiny-seed-2', true],
    ]);
    const stopped = await services.trainings.list();
    expect(stopped).toMatchObject([
      { state: 'stopped', jobId: null },
      { state: 'stopped', jobId: null },
    ]);
    for (const { id, history } of stopped)
      expect(trained.find(({ modelId }) => modelId === id)?.history).toEqual(history);
  });

  it('refuses a seed that is named twice', async () => {
    const { services } = await openServices();
    const datasetId = await simulate(services);
    expect(() => services.trainings.start({ datasetId, options, seeds: [1, 2, 1] })).toThrow(/named twice in 1, 2, 1/);
  });
});

describe('a card', () => {
  async function trained(services: Services, datasetId: string): Promise<TrainedModel[]> {
    const job = services.trainings.start({ datasetId, options: { ...options, epochs: 1 }, seeds: [1, 2] });
    return trainingsOf(await services.jobs.finished(job.id));
  }

  it('holds the scores of all seeds; only the best on validation can be chosen', { timeout: 120_000 }, async () => {
    const { services, appRoot } = await openServices();
    const datasetId = await simulate(services);
    // One of them is named as a folder, as one of another workspace is.
    const [first, second] = (await trained(services, datasetId)).map(({ modelId }) => modelId) as [string, string];
    const seeds = [first, join(services.workspaceDir, 'models', second)];
    const out = join(temporaryFolder(), 'new', 'tiny');
    mkdirSync(out, { recursive: true });
    writeFileSync(join(out, 'ATTRIBUTION.md'), 'Thanks.');
    const confusion = [0, 1, 2, 3].map(() => [1, 0, 0, 0]);
    const before = { records: 4, accuracy: 1, f1: { N: 1, A: 0, O: 0, '~': 0 }, meanF1: 0.3, confusion };
    const command = 'run import a.zip && run train';
    writeFileSync(join(out, 'card.json'), JSON.stringify({ data: { licence: 'free' }, command, test: before }));
    const cards = await Promise.allSettled(
      seeds.map(async (chosen) => {
        const { id } = services.models.startCard({ chosen, seeds, datasetId, out, machine: 'a test' });
        return (await services.jobs.finished(id)).card;
      }),
    );
    const made = cards.find((card) => card.status === 'fulfilled');
    expect(made?.value).toMatchObject({
      name: 'tiny',
      architecture: 'tiny',
      data: { licence: 'free' },
      records: { train: expect.any(Number) as number, test: expect.any(Number) as number },
      options: { learningRate: 0.004 },
      machine: 'a test',
      command: 'run import a.zip && npm run equipoise -- train --model tiny --seeds 1,2 --epochs 1 --batch-size 8',
      seeds: [
        { seed: 1, test: { records: expect.any(Number) as number } },
        { seed: 2, bestEpoch: 1 },
      ],
    });
    // Unless both are equally good.
    const refused = cards.find((card) => card.status === 'rejected');
    if (refused) expect(refused.reason).toMatchObject({ code: 'bad-input' });
    expect(readdirSync(out).sort()).toEqual(['ATTRIBUTION.md', 'card.json', 'model.json', 'weights.bin']);
    const test = metricsSchema.parse(
      (JSON.parse(readFileSync(join(out, 'card.json'), 'utf8')) as { test: unknown }).test,
    );
    expect(test.calibration?.bins).toHaveLength(10);
    expect(test.intervals?.f1?.N).toHaveLength(2);
    // Of one seed alone; the curves of its training go with it.
    const alone = services.models.startCard({
      chosen: first,
      seeds: [],
      datasetId,
      out: join(temporaryFolder(), 'one'),
    });
    const card = (await services.jobs.finished(alone.id)).card;
    expect(card).toMatchObject({ history: [{ epoch: 1, loss: expect.any(Number) as number }] });
    await services.close();

    // The folder is a bundled model as it stands, and has the scores that its card says.
    cpSync(out, join(appRoot, 'resources', 'models', 'again'), { recursive: true });
    const later = await reopenServices(appRoot);
    const { id } = later.models.startEvaluation({ modelId: 'again', datasetId, split: 'test' });
    expect((await later.jobs.finished(id)).confusion).toEqual(test.confusion);
  });

  it('is of models that were trained alike', async () => {
    const { services, appRoot } = await openServices();
    const datasetId = await simulate(services);
    const folderOf = (name: string, given: object): string => {
      const folder = join(appRoot, name);
      cpSync(join(appRoot, 'resources', 'models', 'small'), folder, { recursive: true });
      writeFileSync(join(folder, 'card.json'), JSON.stringify({ options: { ...options, ...given } }));
      return folder;
    };
    const [a, b, c] = [folderOf('a', {}), folderOf('b', { seed: 2, epochs: 9 }), folderOf('c', {})];
    const card = (seeds: string[]): Promise<unknown> => {
      const { id } = services.models.startCard({ chosen: a, seeds, datasetId, out: join(appRoot, 'new', 'out') });
      return services.jobs.finished(id);
    };
    await expect(card([a, b])).rejects.toThrow(/not trained with the same options/);
    await expect(card([a, c])).rejects.toThrow(/with the same seed/);
    await expect(card([b])).rejects.toThrow(/not among the seeds/);
  });
});

describe('comparing models', () => {
  it('classifies each only once, and tells on which records they differ', { timeout: 120_000 }, async () => {
    const { services, appRoot } = await openServices();
    await services.close();
    // The same network with one weight pushed: another model.
    const [from, to] = ['small', 'other'].map((name) => join(appRoot, 'resources', 'models', name)) as [string, string];
    cpSync(from, to, { recursive: true });
    const weights = join(to, 'weights.bin');
    const bytes = readFileSync(weights);
    // The last four numbers are the biases of the classes.
    bytes.writeFloatLE(50, bytes.length - 4);
    writeFileSync(weights, bytes);
    const later = await reopenServices(appRoot);
    const datasetId = await simulate(later);
    const request = { modelIds: ['small', 'other'], datasetId, split: 'train' as const };
    const compare = async () =>
      modelComparisonSchema.parse(await later.jobs.finished(later.models.startComparison(request).id));
    const { models, pairs, records } = await compare();
    expect(models.map(({ name }) => name)).toEqual(['small', 'other']);
    expect(models[0]?.parameters).toBeGreaterThan(100);
    const [pair] = pairs;
    const right = models.map(({ metrics }) => metrics.confusion.reduce((sum, row, k) => sum + (row[k] ?? 0), 0));
    expect((pair?.onlySecond ?? 0) - (pair?.onlyFirst ?? 0)).toBe((right[1] ?? 0) - (right[0] ?? 0));
    expect(pair?.accuracyDifference).toBeCloseTo(((right[1] ?? 0) - (right[0] ?? 0)) / records, 12);
    expect(models.map(({ modelId }) => modelId)).toEqual([pair?.first, pair?.second]);
    const evaluations = (): number => later.models.list().flatMap((model) => model.evaluations).length;
    const before = evaluations();
    expect(await compare()).toEqual({
      datasetId,
      dataset: expect.any(String) as string,
      split: 'train',
      records,
      models,
      pairs,
    });
    expect(evaluations()).toBe(before);

    // Both are kept, the newest first, with what they said; they are no analyses.
    const { total, rows } = later.models.comparisons({ offset: 0, limit: 10 });
    expect(total).toBe(2);
    expect(rows[0]).toMatchObject({ split: 'train', records, models: ['small', 'other'] });
    expect(later.models.comparisons({ offset: 1, limit: 10 }).rows).toEqual([rows[1]]);
    expect(modelComparisonSchema.parse(later.models.comparison(rows[0]?.id ?? '').result)).toMatchObject({ pairs });
    expect(later.analyses.list()).toEqual([]);
    expect(() => later.models.comparison('none')).toThrow(/no comparison "none"/);
  });

  it('needs two different ones', async () => {
    const { services } = await openServices();
    const datasetId = await simulate(services);
    const request = { datasetId, split: 'test' as const };
    expect(() => services.models.startComparison({ modelIds: ['small', 'small'], ...request })).toThrow(/each once/);
  });
});
