import { execFileSync } from 'node:child_process';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { inWorkbench, takePicture } from './take-picture.ts';

const LAB = path.resolve(import.meta.dirname, '../../docs/bring-your-own/lab.py');

/**
 * The pictures of docs/bring-your-own.md: what its script makes, imported and attacked in the window. `python`: one that has
 * NumPy and PyTorch.
 */
export async function takeOwnFilesPictures(root: string, browser: Browser, python: string): Promise<void> {
  const lab = path.join(root, 'lab');
  execFileSync(python, [LAB, lab], { stdio: 'inherit' });
  await inWorkbench(browser, path.join(root, 'own'), async (page, go) => {
    await go('datasets');
    await importRecordings(page, lab);
    await convert(page);
    await go('models');
    await importNetwork(page, lab);
    await go('attacks');
    await attack(page);
  });
}

async function importRecordings(page: Page, lab: string): Promise<void> {
  await page.getByRole('button', { name: 'Import records' }).first().click();
  const form = page.getByRole('dialog', { name: 'Import records' });
  await form.getByLabel('Zip file or folder').fill(path.join(lab, 'recordings'));
  await form.getByLabel('Name (optional)').fill('lab');
  await form.getByText('In a file of their own').click();
  await form.getByLabel('Labels file').fill(path.join(lab, 'labels.csv'));
  await form.getByText(/Looking at the files/).waitFor({ state: 'hidden' });
  await page.waitForTimeout(3000);
  await takePicture(page, 'own-import');
  await form.getByRole('button', { name: 'Import', exact: true }).click();
  await form.waitFor({ state: 'hidden' });
  await page.getByRole('heading', { name: 'lab', exact: true }).waitFor();
}

async function convert(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Convert lab', exact: true }).click();
  const form = page.getByRole('dialog', { name: 'Convert lab' });
  await form.getByRole('button', { name: 'Convert', exact: true }).click();
  await page.getByRole('heading', { name: 'lab-300-hz', exact: true }).waitFor();
}

async function importNetwork(page: Page, lab: string): Promise<void> {
  await page.getByRole('button', { name: 'Import a model' }).click();
  const form = page.getByRole('dialog', { name: 'Import a model' });
  await form.getByLabel('File or folder of the network').fill(path.join(lab, 'net.onnx'));
  await form.getByLabel('Sampling rate').fill('300');
  await form.getByLabel('Unit of its input').selectOption({ label: 'mV' });
  await form.getByLabel('Normalisation of each record').selectOption({ label: 'mean 0, deviation 1' });
  await form.getByLabel('Classes, in the order of its output').fill('SR, AFIB, PVC');
  await form.getByLabel('Tried on test records of').selectOption({ label: 'lab-300-hz' });
  await form.evaluate((dialog) => dialog.querySelectorAll('*').forEach((each) => (each.scrollTop = 0)));
  await form.evaluate((dialog) => (dialog.scrollTop = 0));
  await takePicture(page, 'own-network');
  await form.getByRole('button', { name: 'Import', exact: true }).click();
  await form.waitFor({ state: 'hidden' });
  await page.getByRole('heading', { name: 'net', exact: true }).waitFor();
}

async function attack(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Start an attack' }).first().click();
  const form = page.getByRole('dialog', { name: 'Start an attack' });
  await form.getByLabel('Model').selectOption({ label: 'net' });
  await form.getByLabel('Dataset').selectOption({ label: 'lab-300-hz' });
  await form.getByLabel('Split').selectOption('train');
  await form.getByLabel('Budget ε').fill('50');
  await form.getByRole('button', { name: 'Start', exact: true }).click();
  await form.waitFor({ state: 'hidden' });
  const run = page.getByRole('row').filter({ hasText: 'lab-300-hz' });
  await run.getByRole('link').first().click();
  await page.getByRole('heading', { level: 1 }).waitFor();
  await takePicture(page, 'own-run');
}
