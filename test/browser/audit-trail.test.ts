import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { catchFiles } from './fixtures/catch-files.ts';
import { openWorkbench } from './fixtures/open-workbench.ts';
import { filledWorld } from './fixtures/workbench-data.ts';

it('the audit of the workspace is read page by page, with trials or without, and saved', async () => {
  const { times } = await openWorkbench(filledWorld(), '#/studies');
  expect(times('audit.page')).toBe(0);
  await page.getByText('Audit of the workspace: who did what when').click();
  await expect.element(page.getByText('Exported 119.')).toBeVisible();
  expect(page.getByText('Gave answer 120.').elements()).toHaveLength(0);
  await page.getByRole('button', { name: 'Earlier' }).click();
  await expect.element(page.getByText('Exported 1.')).toBeVisible();
  await expect.element(page.getByRole('button', { name: 'Earlier' })).toBeDisabled();
  await page.getByRole('button', { name: 'Later' }).click();
  await expect.element(page.getByText('Exported 119.')).toBeVisible();
  await page.getByRole('checkbox', { name: 'with every pair shown and answered' }).click();
  await expect.element(page.getByText('Gave answer 120.')).toBeVisible();
  const files = catchFiles();
  await page.getByRole('button', { name: 'Save as CSV' }).click();
  await expect.poll(() => files.map(({ name }) => name)).toEqual(['study-audit.csv']);
});
