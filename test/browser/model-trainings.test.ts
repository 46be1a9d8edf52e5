import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import type { TrainingSummary } from '../../src-shared/contract/models.ts';
import { defaultTrainOptions } from '../../src-shared/train-options.ts';
import { openWorkbench } from './fixtures/open-workbench.ts';
import { filledWorld } from './fixtures/workbench-data.ts';

const epoch = (index: number) => ({
  epoch: index + 1,
  loss: 1 / (index + 1),
  meanF1: 0.8 - 0.3 / (index + 1),
  accuracy: 0.85 - 0.3 / (index + 1),
  learningRate: 0.001,
  seconds: 60,
});

function training(state: TrainingSummary['state'], epochs: number): TrainingSummary {
  return {
    id: `tiny-${state}`,
    name: `tiny, ${state}`,
    dataset: 'training2017',
    state,
    jobId: null,
    options: defaultTrainOptions('tiny'),
    history: Array.from({ length: epochs }, (_, index) => epoch(index)),
    bestEpoch: epochs === 0 ? null : epochs,
    savedAt: '2026-11-22T09:00:00.000Z',
  };
}

describe('trainings', () => {
  it('are drawn while they run, epoch by epoch', async () => {
    const world = filledWorld();
    world.trainings = [training('running', 2)];
    await openWorkbench(world, '#/models');
    const panel = page.getByRole('listitem').filter({ hasText: 'tiny, running' });
    await expect.element(panel).toMatchTextContent(/Running.*seed 1 · epoch\s+2 of 60/s);
    await expect.element(panel.getByText('0.650').first()).toBeVisible();
    world.trainings = [training('running', 3)];
    await expect.element(panel).toMatchTextContent(/epoch\s+3 of 60/);
    await expect.element(panel.getByText('0.700').first()).toBeVisible();
  });

  it('that were stopped are resumed by a button', async () => {
    const world = filledWorld();
    world.trainings = [training('stopped', 5)];
    const { given } = await openWorkbench(world, '#/models');
    await page.getByRole('button', { name: 'Resume tiny, stopped' }).click();
    await expect.poll(() => given('models.train')).toEqual({ resume: 'tiny-stopped' });
    await expect.element(page.getByText('train --resume tiny-stopped', { exact: false })).toBeVisible();
  });
});

describe('a comparison', () => {
  it('is asked for by two models or more, and shows scores, differences and tests', async () => {
    const world = filledWorld();
    const [compact] = world.models;
    if (compact === undefined) throw new Error('The filled world has a model.');
    world.models = [compact, { ...structuredClone(compact), id: 'tiny', name: 'tiny' }];
    const { given, push } = await openWorkbench(world, '#/models');
    await page.getByRole('button', { name: 'Compare models' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabelText('tiny').click();
    await expect.element(dialog.getByRole('button', { name: 'Compare' })).toBeDisabled();
    await dialog.getByLabelText('tiny').click();
    await dialog.getByRole('button', { name: 'Compare' }).click();
    await expect.element(dialog).not.toBeInTheDocument();
    expect(given('models.compare')).toEqual({ modelIds: ['compact', 'tiny'], datasetId: 'd1', split: 'test' });
    const [evaluation] = compact.evaluations;
    const model = (modelId: string) => ({
      ...{ modelId, name: modelId, architecture: modelId, parameters: 95_000, gigaMacs: 0.1, engine: 'e' },
      metrics: evaluation?.metrics,
    });
    const f1 = { N: 0.01, A: 0.02, O: 0.03, '~': 0.04 };
    const range = [-0.012, 0.031];
    push([
      {
        ...{ id: 'c1', kind: 'compare', title: 'Compare', state: 'done', done: 1, total: 1, unit: 'models' },
        ...{ message: '', secondsLeft: null, startedAt: null, finishedAt: null, error: null },
        result: {
          ...{ datasetId: 'd1', dataset: 'training2017', split: 'test', records: 853 },
          models: [model('compact'), model('tiny')],
          pairs: [
            {
              ...{ first: 'compact', second: 'tiny', onlyFirst: 41, onlySecond: 25, p: 0.064, pHolm: 0.064 },
              ...{ accuracyDifference: -0.0188, accuracyInterval: range },
              ...{ meanF1Difference: 0.009, meanF1Interval: range },
              ...{ f1Difference: f1, f1Intervals: { N: range, A: range, O: range, '~': range } },
            },
          ],
        },
      } as never,
    ]);
    location.hash = '#/models/comparison/c1';
    await expect
      .element(page.getByRole('region', { name: 'Pairs' }))
      .toMatchTextContent(/compact\s*tiny\s*−0\.019\s*−0\.012 to \+0\.031.*41\s*25\s*0\.064/s);
    await expect.element(page.getByRole('region', { name: 'Scores' })).toMatchTextContent(/Accuracy\s*0\.886/);
  });
});
