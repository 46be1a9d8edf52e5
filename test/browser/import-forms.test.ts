import { afterEach, describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { openWorkbench } from './fixtures/open-workbench.ts';
import { emptyWorld, filledWorld } from './fixtures/workbench-data.ts';

afterEach(() => void vi.restoreAllMocks());

const dialog = () => page.getByRole('dialog');
const closed = () => expect.element(dialog()).not.toBeInTheDocument();

describe('import', () => {
  it('sends the path and the seed that were typed, and closes', async () => {
    const { given } = await openWorkbench(emptyWorld(), '#/datasets');
    await page.getByRole('button', { name: 'Import records' }).click();
    await dialog().getByLabelText('Zip file or folder').fill(' /data/my ecgs.zip ');
    await dialog().getByLabelText('Seed of the split').fill('42');
    await expect.element(dialog().getByText("import '/data/my ecgs.zip'", { exact: false })).toBeVisible();
    await dialog().getByRole('button', { name: 'Import' }).click();
    await closed();
    expect(given('datasets.import')).toEqual({ path: '/data/my ecgs.zip', splitSeed: 42 });
  });

  it('asks for both files of Han et al. and then for no seed', async () => {
    const { given } = await openWorkbench(emptyWorld(), '#/datasets');
    await page.getByRole('button', { name: 'Import records' }).click();
    await dialog().getByLabelText('Zip file or folder').fill('/data/training2017.zip');
    await dialog().getByLabelText('In a file of their own', { exact: false }).click();
    await dialog().getByLabelText('Labels file').fill('/data/raw_labels.npy');
    await dialog().getByLabelText('Permutation file (optional)').fill('/data/random_permutation.npy');
    await dialog().getByRole('button', { name: 'Import' }).click();
    await closed();
    expect(given('datasets.import')).toEqual({
      path: '/data/training2017.zip',
      labelsPath: '/data/raw_labels.npy',
      permutationPath: '/data/random_permutation.npy',
    });
  });

  it('needs no permutation for labels in a file of their own', async () => {
    const { given } = await openWorkbench(emptyWorld(), '#/datasets');
    await page.getByRole('button', { name: 'Import records' }).click();
    await dialog().getByLabelText('Zip file or folder').fill('/data/ecgs');
    await dialog().getByLabelText('In a file of their own', { exact: false }).click();
    await dialog().getByLabelText('Labels file').fill('/data/labels.csv');
    await dialog().getByRole('button', { name: 'Import' }).click();
    await closed();
    expect(given('datasets.import')).toEqual({ path: '/data/ecgs', labelsPath: '/data/labels.csv' });
  });

  it('sends what is said of files that do not say it, and shows the flags for it', async () => {
    const { given } = await openWorkbench(emptyWorld(), '#/datasets');
    await page.getByRole('button', { name: 'Import records' }).click();
    await dialog().getByLabelText('Zip file or folder').fill('/data/ecgs');
    await dialog().getByText('Files or labels that do not say everything').click();
    await dialog().getByLabelText('Sampling rate').fill('360');
    await dialog().getByLabelText('Unit').fill('µV');
    await dialog().getByLabelText('Columns or leads').fill('time, II');
    await dialog().getByLabelText('Classes of words and codes').fill('NORM=N,*=O');
    await dialog().getByLabelText('Labels that are numbers').selectOptions('count from 1');
    await expect.element(dialog().getByText('--rate 360 --unit', { exact: false })).toBeVisible();
    await dialog().getByRole('button', { name: 'Import' }).click();
    await closed();
    expect(given('datasets.import')).toEqual({
      path: '/data/ecgs',
      splitSeed: 1,
      said: { rateHz: 360, unit: 'µV', columns: ['time', 'II'] },
      classes: 'NORM=N,*=O',
      labelBase: 1,
    });
  });

  it('looks at the files, and shows what they leave open until it is said', async () => {
    await openWorkbench(emptyWorld(), '#/datasets');
    await page.getByRole('button', { name: 'Import records' }).click();
    await expect.element(dialog().getByLabelText('Sampling rate')).not.toBeVisible();
    await dialog().getByLabelText('Zip file or folder').fill('/data/tables');
    await expect.element(dialog().getByText('a.csv does not say its sampling rate: --rate <Hz>')).toBeVisible();
    await expect.element(dialog().getByLabelText('Unit')).not.toBeVisible();
    await dialog().getByLabelText('Sampling rate').fill('500');
    await expect
      .element(dialog().getByText(/30 records, EDF · 500 Hz · leads I, II, V1, of which I is read/))
      .toBeVisible();
    await expect.element(dialog().getByLabelText('Sampling rate')).toHaveValue(500);
  });

  it('fills in what the files suggest and says why, keeps what is changed, and forgets it with the files', async () => {
    const { given } = await openWorkbench(emptyWorld(), '#/datasets');
    await page.getByRole('button', { name: 'Import records' }).click();
    await dialog().getByLabelText('Zip file or folder').fill('/data/numbers');
    await expect.element(dialog().getByLabelText('Sampling rate')).toHaveValue(500);
    await expect.element(dialog().getByText('Supposed: 5,000 samples are then 10 s.')).toBeVisible();
    await expect.element(dialog().getByLabelText('Records with missing samples')).toHaveValue('interpolate');
    await expect.element(dialog().getByLabelText('Labels file')).toHaveValue('/data/labels.csv');
    await dialog().getByLabelText('Sampling rate').fill('250');
    await dialog().getByLabelText('Records with missing samples').selectOptions('longest');
    await dialog().getByLabelText('Lead to read').selectOptions('V1');
    await dialog().getByLabelText('Zip file or folder').fill('/data/others');
    // What was chosen stays; what was only suggested goes with the files.
    await expect.element(dialog().getByLabelText('In a file of their own', { exact: false })).not.toBeChecked();
    await dialog().getByRole('button', { name: 'Import' }).click();
    await closed();
    expect(given('datasets.import')).toEqual({
      ...{ path: '/data/others', splitSeed: 1, said: { rateHz: 250 }, lead: 'V1', gaps: { kind: 'longest' } },
    });
  });

  it('asks nothing of gaps and leads where the files leave no choice', async () => {
    await openWorkbench(emptyWorld(), '#/datasets');
    await page.getByRole('button', { name: 'Import records' }).click();
    await expect.element(dialog().getByLabelText('Lead to read')).not.toBeVisible();
    await dialog().getByLabelText('Zip file or folder').fill('/data/edf');
    await expect.element(dialog().getByLabelText('Lead to read')).toBeVisible();
    await expect.element(dialog().getByLabelText('Records with missing samples')).not.toBeVisible();
  });

  it('says which formats and labels can be imported, as main knows them', async () => {
    await openWorkbench(emptyWorld(), '#/datasets');
    await page.getByRole('button', { name: 'Import records' }).click();
    await expect.element(dialog().getByText('Reads WFDB; several kinds in one folder or archive too.')).toBeVisible();
    await expect
      .element(dialog().getByText('Those of the dataset itself (REFERENCE.csv)', { exact: false }))
      .toBeVisible();
    await dialog().getByLabelText('In a file of their own', { exact: false }).click();
    const kinds = 'array of classes (.npy) or table of labels (.csv)';
    await expect.element(dialog().getByText(`A class for each record: ${kinds}.`)).toBeVisible();
  });

  it('stays open and says why when it is refused', async () => {
    const message = '/etc/passwd holds no ECG records in a format that can be imported (WFDB: headers (.hea)).';
    const { failing } = await openWorkbench(emptyWorld(), '#/datasets');
    failing.set('datasets.import', { code: 'bad-input', message });
    await page.getByRole('button', { name: 'Import records' }).click();
    await dialog().getByLabelText('Zip file or folder').fill('/etc/passwd');
    await dialog().getByRole('button', { name: 'Import' }).click();
    await expect.element(dialog().getByRole('alert')).toMatchTextContent(message);
    await expect.element(dialog().getByLabelText('Zip file or folder')).toHaveValue('/etc/passwd');
  });
});

it('simulate sends what was typed, and leaves out what was not', async () => {
  const { given } = await openWorkbench(emptyWorld(), '#/datasets');
  await page.getByRole('button', { name: 'Simulate records' }).click();
  await dialog().getByLabelText('Records').fill('1200');
  await dialog().getByLabelText('Seed').fill('7');
  await dialog().getByRole('button', { name: 'Simulate' }).click();
  await closed();
  expect(given('datasets.simulate')).toEqual({ records: 1200, seed: 7 });
});

it('evaluate names the dataset in its command too: the newest one need not be the one that is meant', async () => {
  const { given } = await openWorkbench(filledWorld(), '#/models');
  await page.getByRole('button', { name: 'Evaluate compact' }).click();
  await dialog().getByLabelText('Dataset').selectOptions('demo');
  const command = 'evaluate --model compact --dataset demo --split test';
  await expect.element(dialog().getByText(command, { exact: false })).toBeVisible();
  await dialog().getByRole('button', { name: 'Evaluate' }).click();
  await closed();
  expect(given('models.evaluate')).toEqual({ modelId: 'compact', datasetId: 'd2', split: 'test' });
});

describe('import of a model', () => {
  it('shows what the file says, asks for the rest, and sends what was said', async () => {
    const { given } = await openWorkbench(filledWorld(), '#/models');
    await page.getByRole('button', { name: 'Import a model' }).click();
    await dialog().getByLabelText('File or folder of the network').fill('/data/net.onnx');
    await expect.element(dialog().getByText('"ecg" (any, 1, 3000)')).toBeVisible();
    const submit = dialog().getByRole('button', { name: 'Import' });
    await expect.element(submit).toBeDisabled();
    await dialog().getByLabelText('Sampling rate').fill('500');
    await dialog().getByLabelText('Unit of its input').selectOptions('mV');
    await dialog().getByLabelText('Classes, in the order of its output').fill('N,A,O');
    await expect.element(dialog().getByText('It gives 4 numbers for a record, and 3 classes are named.')).toBeVisible();
    await expect.element(submit).toBeDisabled();
    await dialog().getByLabelText('Classes, in the order of its output').fill('N,A,O,X=Noise');
    await submit.click();
    await closed();
    expect(given('models.importNetwork')).toMatchObject({
      path: '/data/net.onnx',
      samplingHz: 500,
      input: { unit: 'mV' },
      classes: ['N', 'A', 'O', 'X'].map((code) => ({ code, name: code === 'X' ? 'Noise' : code })),
    });
  });
});
