import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Services } from '../../src-main/services/create-services.ts';
import { codesOf } from '../../src-shared/class-list.ts';
import { parseTrainOptions } from '../../src-shared/models/train-options.ts';
import { ecgFolder } from '../helpers/ecg-folder.ts';
import { preparedServices } from '../helpers/open-services.ts';

const CLASSES = ['AFIB', 'NORM', 'NOISE', 'PVC', 'STACH'];
const OPTIONS = parseTrainOptions({ model: 'tiny', epochs: 2, batchSize: 8, cropSamples: [600], augment: false });

/** A folder of simulated ECGs whose labels are five words. */
function fiveClasses(): string {
  const { folder } = ecgFolder({ records: 80, seed: 3, durationS: 9, prefix: 'F' });
  const path = join(folder, 'REFERENCE.csv');
  const words: Record<string, string[]> = { N: ['NORM'], A: ['AFIB'], O: ['PVC', 'STACH'], '~': ['NOISE'] };
  const lines = readFileSync(path, 'utf8').trim().split('\n');
  const relabelled = lines.map((line, i) => {
    const [name = '', code = ''] = line.split(',');
    const own = words[code] ?? [];
    return `${name},${own[i % own.length]}`;
  });
  writeFileSync(path, `${relabelled.join('\n')}\n`);
  return folder;
}

/** The five classes in the dataset, and a model that was trained on it. */
const trained = preparedServices(async (services: Services) => {
  const { id } = services.datasets.startImport({ path: fiveClasses(), name: 'five', classes: 'own' });
  const { datasetId } = await services.jobs.finished(id);
  const job = services.trainings.start({ datasetId, name: 'five-tiny', options: OPTIONS });
  await services.jobs.finished(job.id);
  return { datasetId, modelId: job.modelId };
});

describe('a dataset of five classes of its own', () => {
  it('trains a model with a head of five, whose card says what they are', async () => {
    const { services, made } = await trained();
    const dataset = services.datasets.find('five');
    expect(codesOf(dataset.classes)).toEqual(['AFIB', 'NOISE', 'NORM', 'PVC', 'STACH']);
    expect(dataset.classCounts).toHaveLength(5);
    expect(dataset.classCounts.every((count) => count > 0)).toBe(true);
    const { card } = services.models.find(made.modelId);
    expect(card.classes).toEqual(dataset.classes);
    expect(card.options?.classCopies).toEqual([1, 1, 1, 1, 1]);
    expect(Object.keys(card.records?.trainClasses ?? {}).sort()).toEqual([...CLASSES].sort());
    expect(card.validation?.confusion).toHaveLength(5);
  });

  it('is evaluated by that model: F1 of each class, their mean over all, probabilities of five', async () => {
    const { services, made } = await trained();
    const { modelId, datasetId } = made;
    const { id } = services.models.startEvaluation({ modelId, datasetId, split: 'train' });
    const { f1, meanF1, confusion, intervals } = await services.jobs.finished(id);
    expect(Object.keys(f1).sort()).toEqual([...CLASSES].sort());
    expect(meanF1).toBeCloseTo(CLASSES.reduce((sum, code) => sum + (f1[code] ?? NaN), 0) / 5, 12);
    expect(confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(
      services.datasets.find('five').splitCounts.train,
    );
    expect(Object.keys(intervals?.f1 ?? {})).toHaveLength(5);
    const [evaluation] = services.models.list().find(({ id: model }) => model === modelId)?.evaluations ?? [];
    expect(evaluation?.metrics.f1).toEqual(f1);
  });

  it('is refused by a model of other classes, with those that do not fit and the cure', async () => {
    const { services, made } = await trained();
    const request = { modelId: 'small', datasetId: made.datasetId, split: 'test' as const };
    expect(() => services.models.startEvaluation(request)).toThrow(
      'The dataset "five" has classes that the model "small" does not know: AFIB, NOISE, NORM, PVC, STACH. The model\'s are N (Normal), A (AF), O (Other), ~ (Noise). Import',
    );
    expect(() =>
      services.trainings.start({ datasetId: made.datasetId, options: { ...OPTIONS, teachers: ['small'] } }),
    ).toThrow(/The teacher "small" knows the classes/);
    const classCopies = [1, 2, 3];
    expect(() => services.trainings.start({ datasetId: made.datasetId, options: { ...OPTIONS, classCopies } })).toThrow(
      /name 3 numbers of copies.*"five" has 5 classes/,
    );
  });

  it('cannot be given records of another list under its name', async () => {
    const { services } = await trained();
    const again = services.datasets.startImport({
      path: fiveClasses(),
      name: 'five',
      classes: 'PVC=O,STACH=O,NORM=N,NOISE=~',
    });
    await expect(services.jobs.finished(again.id)).rejects.toThrow(/has the classes AFIB, NOISE.*--name/);
  });

  it('of fewer classes in another order is evaluated by code: the same scores as those of the same records', async () => {
    const { services, made } = await trained();
    const mapping = 'STACH=STACH,NORM=NORM,AFIB=AFIB,*=-';
    const { datasetId } = await services.jobs.finished(
      services.datasets.startImport({ path: fiveClasses(), name: 'three', classes: mapping }).id,
    );
    const { classes } = services.datasets.find('three');
    expect(codesOf(classes)).toEqual(['STACH', 'NORM', 'AFIB']);
    const evaluation = services.models.startEvaluation({ modelId: made.modelId, datasetId, split: 'train' });
    const { confusion } = await services.jobs.finished(evaluation.id);
    const order = codesOf(services.datasets.find('five').classes);
    const inRow = (code: string): number => (confusion[order.indexOf(code)] ?? []).reduce((sum, n) => sum + n, 0);
    const { rows } = services.datasets.records({ datasetId, split: 'train' }, 0, 200);
    for (const code of order) {
      const own = classes.findIndex((one) => one.code === code);
      expect(inRow(code)).toBe(rows.filter(({ label }) => label === own).length);
    }
  });
});
