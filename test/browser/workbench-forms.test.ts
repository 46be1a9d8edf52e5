import { afterEach, describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import type { Job } from '../../src-shared/contract/jobs.ts';
import { defaultTrainOptions } from '../../src-shared/models/train-options.ts';
import { openResults, openWorkbench } from './fixtures/open-workbench.ts';
import { emptyWorld, filledWorld } from './fixtures/workbench-data.ts';

afterEach(() => void vi.restoreAllMocks());

/** The job of the import that is started first. */
const failedImport = (id: string): Job => ({
  id,
  kind: 'import',
  title: 'Import my ecgs.zip',
  state: 'failed',
  done: 0,
  total: 0,
  unit: '',
  message: '',
  secondsLeft: null,
  startedAt: null,
  finishedAt: '2026-11-22T10:00:00.000Z',
  error: { code: 'conflict', message: 'The dataset "mine" already has a record A00001.' },
  result: null,
});

const dialog = () => page.getByRole('dialog');
const closed = () => expect.element(dialog()).not.toBeInTheDocument();

describe('train', () => {
  it('begins with the defaults of the schema and sends what was changed', async () => {
    const { given } = await openWorkbench(filledWorld(), '#/models');
    await page.getByRole('button', { name: 'Train a model' }).click();
    await dialog().getByLabelText('Epochs').fill('3');
    await dialog().getByText('More settings').click();
    await dialog().getByLabelText('Noise').fill('4');
    await dialog().getByRole('button', { name: 'Train', exact: true }).click();
    await closed();
    const defaults = defaultTrainOptions('compact');
    const [normal, af, other] = defaults.classCopies;
    expect(given('models.train')).toEqual({
      datasetId: 'd1',
      options: { ...defaults, epochs: 3, classCopies: [normal, af, other, 4] },
    });
  });

  it('says which value cannot be used before anything starts', async () => {
    const { times } = await openWorkbench(filledWorld(), '#/models');
    await page.getByRole('button', { name: 'Train a model' }).click();
    await dialog().getByText('More settings').click();
    await dialog().getByLabelText('Crop lengths').fill('9000, 12');
    await dialog().getByRole('button', { name: 'Train', exact: true }).click();
    await expect.element(dialog().getByRole('alert')).toMatchTextContent(/cropSamples\[1\] is 12/);
    expect(times('models.train')).toBe(0);
  });
});

describe('a form whose job fails later', () => {
  it('opens again from the job, with all that was typed', async () => {
    const { calls, push, given } = await openWorkbench(emptyWorld(), '#/datasets');
    await page.getByRole('button', { name: 'Import records' }).click();
    await dialog().getByLabelText('Zip file or folder').fill('~/my ecgs.zip');
    await dialog().getByLabelText('Name (optional)').fill('mine');
    await dialog().getByLabelText('Seed of the split').fill('42');
    await dialog().getByRole('button', { name: 'Import', exact: true }).click();
    await closed();
    expect(calls.filter(({ path }) => path === 'datasets.import')).toHaveLength(1);
    push([failedImport('job-1')]);
    location.hash = '#/models';
    await page.getByRole('region', { name: 'Jobs' }).getByRole('button', { expanded: false }).click();
    await page.getByRole('button', { name: 'Change and repeat Import my ecgs.zip' }).click();
    await expect.element(dialog().getByLabelText('Zip file or folder')).toHaveValue('~/my ecgs.zip');
    await expect.element(dialog().getByLabelText('Name (optional)')).toHaveValue('mine');
    await dialog().getByLabelText('Name (optional)').fill('ours');
    await dialog().getByRole('button', { name: 'Import', exact: true }).click();
    await closed();
    expect(given('datasets.import')).toEqual({ path: '~/my ecgs.zip', name: 'ours', splitSeed: 42 });
  });
});

it('a file is chosen from the folders of the machine', async () => {
  const { given } = await openWorkbench(emptyWorld(), '#/datasets');
  await page.getByRole('button', { name: 'Import records' }).click();
  await dialog().getByRole('button', { name: 'Browse for Zip file or folder' }).click();
  await dialog().getByRole('button', { name: 'records/' }).click();
  await expect.poll(() => given('files.browse')).toEqual({ folder: '/home/me/records' });
  await dialog().getByRole('button', { name: 'ecgs.zip' }).click();
  await expect.element(dialog().getByLabelText('Zip file or folder')).toHaveValue('/home/me/records/ecgs.zip');
});

describe('attack', () => {
  it('takes µV and sends ADC units by the gain of the records', async () => {
    const { given } = await openWorkbench(filledWorld(), '#/attacks');
    await page.getByRole('button', { name: 'Start an attack' }).click();
    await dialog().getByLabelText('Budget ε').fill('20');
    await dialog().getByLabelText('Goal').selectOptions('AF');
    await dialog().getByLabelText('Records at most').fill('');
    await expect.element(dialog().getByText('0.20 mm on paper', { exact: false })).toBeVisible();
    const command = 'attack --method sap --dataset training2017 --model compact --split test --target A --epsilon 20';
    await expect.element(dialog().getByText(command, { exact: false })).toBeVisible();
    await dialog().getByRole('button', { name: 'Start' }).click();
    await closed();
    expect(given('attacks.start')).toMatchObject({
      modelId: 'compact',
      datasetId: 'd1',
      split: 'test',
      options: { method: 'sap', epsilonUnits: 20, alphaUnits: 1, target: 1, sapSteps: 40 },
    });
    expect(given('attacks.start')).not.toHaveProperty('limit');
  });

  it('starts nothing with a budget below one ADC unit', async () => {
    const { times } = await openWorkbench(filledWorld(), '#/attacks');
    await page.getByRole('button', { name: 'Start an attack' }).click();
    await dialog().getByLabelText('Budget ε').fill('0.5');
    await dialog().getByRole('button', { name: 'Start' }).click();
    await expect.element(dialog().getByLabelText('Budget ε')).toBeInvalid();
    expect(times('attacks.start')).toBe(0);
  });

  it('explains the chosen method and asks only for what it uses', async () => {
    await openWorkbench(filledWorld(), '#/attacks');
    await page.getByRole('button', { name: 'Start an attack' }).click();
    await dialog().getByText('More settings').click();
    await expect.element(dialog().getByLabelText('SAP steps')).toBeVisible();
    await dialog().getByLabelText('Method').selectOptions('FGSM');
    await expect.element(dialog().getByText('One step of the full budget', { exact: false })).toBeVisible();
    for (const label of ['SAP steps', 'PGD steps', 'Step α', 'Kernels']) {
      await expect.element(dialog().getByLabelText(label)).not.toBeInTheDocument();
    }
  });
});

describe('studies', () => {
  it('locks only after saying what becomes fixed', async () => {
    const { given, times } = await openWorkbench(filledWorld(), '#/studies');
    await page.getByRole('button', { name: 'Lock', exact: true }).click();
    await expect.element(dialog()).toMatchTextContent(/margin of 0\.60.*18 pairs.*cannot be unlocked/s);
    expect(times('studies.lock')).toBe(0);
    await dialog().getByRole('button', { name: 'Lock the study' }).click();
    await closed();
    expect(given('studies.lock')).toEqual({ studyId: '5d1f7a10-aaaa-4bbb-8ccc-000000000001' });
    await expect.element(page.getByRole('button', { name: 'Lock', exact: true })).not.toBeInTheDocument();
  });

  it('withdraws a reader for a reason, and reinstates', async () => {
    const { given } = await openWorkbench(filledWorld(), '#/studies');
    await page.getByRole('button', { name: 'Withdraw Dr. Moreau' }).click();
    await expect.element(dialog().getByRole('button', { name: 'Withdraw' })).toBeDisabled();
    await dialog().getByLabelText('Reason').fill('misspelt');
    await expect
      .element(dialog().getByRole('code'))
      .toMatchTextContent(
        "npm run equipoise -- study withdraw 'Han et al. 2020, repeated' 'Dr. Moreau' --reason misspelt",
      );
    await dialog().getByRole('button', { name: 'Withdraw' }).click();
    expect(given('studies.withdraw')).toMatchObject({ reason: 'misspelt' });
    await expect.element(page.getByText('2 readers, 2 finished, 1 withdrawn')).toBeVisible();
    await page.getByRole('button', { name: 'Reinstate Dr. Moreau' }).click();
    await dialog().getByLabelText('Reason').fill('was right');
    await dialog().getByRole('button', { name: 'Reinstate' }).click();
    await expect.element(page.getByText('3 readers, 2 finished')).toBeVisible();
  });

  it('names the workspace in commands that would not find it, and breaks no line within an option', async () => {
    await openWorkbench({ ...filledWorld(), namedWorkspace: '/home/me/my study' }, '#/studies');
    await page.getByRole('button', { name: 'Rehearse Han et al. 2020, repeated' }).click();
    const code = dialog().getByRole('code');
    await expect.element(code).toMatchTextContent("--readers 2 --p 0.62 --seed 1 --workspace '/home/me/my study'");
    for (const word of code.element().querySelectorAll('span'))
      if (word.textContent.startsWith('--')) expect(word.getClientRects()).toHaveLength(1);
  });

  it('rehearses with as many virtual readers as asked for', async () => {
    const { given } = await openWorkbench(filledWorld(), '#/studies');
    await page.getByRole('button', { name: 'Rehearse Han et al. 2020, repeated' }).click();
    await dialog().getByLabelText('Readers').fill('5');
    await dialog().getByLabelText('Proportion correct').fill('0.75');
    await dialog().getByRole('button', { name: 'Rehearse' }).click();
    await closed();
    expect(given('studies.rehearse')).toMatchObject({ readers: 5, probabilityRight: 0.75, seed: 1 });
  });
});

it('exports go out as files with the name and type that main gave', async () => {
  const saved: { name: string; href: string }[] = [];
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function (this: HTMLAnchorElement) {
    saved.push({ name: this.download, href: this.href });
  });
  const { given } = await openResults();
  await page.getByRole('button', { name: 'Export responses' }).click();
  await expect.poll(() => saved.length).toBe(1);
  expect(given('results.export')).toMatchObject({ what: 'responses-csv' });
  expect(saved[0]?.name).toBe('study-responses.csv');
  await page.getByRole('button', { name: 'Pack for a paper' }).click();
  await expect.poll(() => saved.length).toBe(2);
  expect(saved[1]?.name).toBe('study-pack.zip');
  expect(await (await fetch(saved[1]?.href ?? '')).text()).toBe('PK');
  const file = await fetch(saved[0]?.href ?? '');
  expect(file.headers.get('content-type')).toContain('text/csv');
  expect(await file.text()).toBe('reader,arm\r\nDr. Okafor,SAP\r\n');
});
