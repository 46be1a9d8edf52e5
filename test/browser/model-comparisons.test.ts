import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import type { Job } from '../../src-shared/contract/jobs.ts';
import { sampleComparison } from './fixtures/comparison-data.ts';
import { openWorkbench } from './fixtures/open-workbench.ts';
import { filledWorld, type World } from './fixtures/workbench-data.ts';

function twoModels(): World {
  const world = filledWorld();
  const [compact] = world.models;
  if (compact === undefined) throw new Error('The filled world has a model.');
  world.models = [compact, { ...structuredClone(compact), id: 'tiny', name: 'tiny' }];
  return world;
}

const done = {
  ...{ id: '1', kind: 'compare', title: 'Compare', state: 'done', done: 1, total: 1, unit: 'models', message: '' },
  ...{ secondsLeft: null, startedAt: null, finishedAt: '2026-11-22T10:00:00.000Z', error: null },
  result: { comparisonId: 'c1', datasetId: 'd1' },
} as const satisfies Job;

describe('a comparison', () => {
  it('is asked for by two models or more, and listed as soon as it is made', async () => {
    const world = { ...twoModels(), comparisons: [] as World['comparisons'] };
    const { given, push } = await openWorkbench(world, '#/models');
    await page.getByRole('link', { name: 'Comparisons' }).click();
    await expect.element(page.getByText('No models have been compared yet', { exact: false })).toBeVisible();
    await page.getByRole('button', { name: 'Compare models' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabelText('tiny').click();
    await expect.element(dialog.getByRole('button', { name: 'Compare' })).toBeDisabled();
    await dialog.getByLabelText('tiny').click();
    await dialog.getByRole('button', { name: 'Compare' }).click();
    await expect.element(dialog).not.toBeInTheDocument();
    expect(given('models.compare')).toEqual({ modelIds: ['compact', 'tiny'], datasetId: 'd1', split: 'test' });
    world.comparisons = [sampleComparison('c1')];
    push([done]);
    const row = page.getByRole('row', { name: /^compact, tiny/ });
    await expect.element(row).toMatchTextContent(/training2017\s*Test\s*853/);
    await row.getByRole('link').click();
    await expect.element(page.getByRole('region', { name: 'Pairs' })).toBeVisible();
    expect(location.hash).toBe('#/models/comparisons/c1');
  });

  it('is deleted after asking, and the list is open then', async () => {
    const { given } = await openWorkbench(twoModels(), '#/models/comparisons/c1');
    await page.getByRole('button', { name: /^Delete Comparison of compact, tiny/ }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete', exact: true }).click();
    await expect.element(page.getByText('“Comparison of compact, tiny” was deleted.')).toBeVisible();
    expect(given('removal.remove')).toEqual({ kind: 'comparison', id: 'c1' });
    expect(location.hash).toBe('#/models/comparisons');
  });

  it('shows scores, differences and tests, also of an earlier day', async () => {
    await openWorkbench(twoModels(), '#/models/comparisons/c1');
    await expect
      .element(page.getByRole('region', { name: 'Pairs' }))
      .toMatchTextContent(/compact\s*tiny\s*−0\.019\s*−0\.012 to \+0\.031.*41\s*25\s*0\.064/s);
    await expect.element(page.getByRole('region', { name: 'Scores' })).toMatchTextContent(/Accuracy\s*0\.886/);
    await expect.element(page.getByText(/853 records of training2017, test split\. Made 22 Nov 2026/)).toBeVisible();
  });

  it('shows models under attack, says what was not computed, and has it made', async () => {
    const { given } = await openWorkbench(twoModels(), '#/models/comparisons/c1');
    const region = page.getByRole('region', { name: 'Robustness' });
    await expect.element(region).toMatchTextContent(/compact.*Correct under attack\s*80.0 %\s*40 of 50/s);
    await expect.element(region).toMatchTextContent(/Certified by smoothing\s*40.0 %\s*20 of 50\s*σ 50 µV\s*–/);
    await expect.element(region).toMatchTextContent(/tiny.*Correct under attack\s*–\s*8.0 %\s*4 of 50\s*2 attacks/s);
    await expect.element(region).toMatchTextContent(/not computed.*models robustness compact tiny .*--fill/s);
    await region.getByRole('button', { name: 'Attack what is missing' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Attack', exact: true }).click();
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
    expect(given('models.fillRobustness')).toMatchObject({ modelIds: ['compact', 'tiny'], limit: 50, steps: 20 });
  });

  it('needs a second model', async () => {
    await openWorkbench({ ...filledWorld(), comparisons: [] }, '#/models/comparisons');
    await expect.element(page.getByText('A comparison needs two models', { exact: false })).toBeVisible();
    await expect.element(page.getByRole('button', { name: 'Compare models' })).not.toBeInTheDocument();
  });

  it('is one of a page, however many there are', async () => {
    const comparisons = Array.from({ length: 10_000 }, (_, i) => sampleComparison(`c${i}`));
    await openWorkbench({ ...twoModels(), comparisons }, '#/models/comparisons');
    await expect.element(page.getByText('1–50 of 10,000')).toBeVisible();
    expect(document.querySelectorAll('tbody tr').length).toBe(50);
  });
});
