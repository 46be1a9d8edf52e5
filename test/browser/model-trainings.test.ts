import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import type { TrainingSummary } from '../../src-shared/contract/models.ts';
import { defaultTrainOptions } from '../../src-shared/models/train-options.ts';
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
