import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { openWorkbench } from './fixtures/open-workbench.ts';
import { filledWorld } from './fixtures/workbench-data.ts';

const dialog = () => page.getByRole('dialog');

it('deletes a dataset after asking, and takes it back on request', async () => {
  const { given, times } = await openWorkbench(filledWorld(), '#/datasets');
  await page.getByRole('button', { name: 'Delete demo', exact: true }).click();
  await expect.element(dialog()).toMatchTextContent(/records and the evaluations on them go with it.*taken back/s);
  expect(times('removal.remove')).toBe(0);
  await dialog().getByRole('button', { name: 'Delete', exact: true }).click();
  await expect.element(page.getByText('“demo” was deleted.')).toBeVisible();
  expect(given('removal.remove')).toEqual({ kind: 'dataset', id: 'd2' });
  await page.getByRole('button', { name: 'Undo' }).click();
  await expect.element(page.getByText('“demo” was deleted.')).not.toBeInTheDocument();
  expect(given('removal.restore')).toEqual({ kind: 'dataset', id: 'd2' });
});

it('says in the dialog why something is not deleted', async () => {
  const { failing } = await openWorkbench(filledWorld(), '#/datasets');
  failing.set('removal.remove', { code: 'refused', message: '“demo” cannot be deleted: it is used by 2 attack runs.' });
  await page.getByRole('button', { name: 'Delete demo', exact: true }).click();
  await dialog().getByRole('button', { name: 'Delete', exact: true }).click();
  await expect.element(dialog().getByRole('alert')).toMatchTextContent('it is used by 2 attack runs');
});

it('gives a dataset another name', async () => {
  const { given } = await openWorkbench(filledWorld(), '#/datasets');
  await page.getByRole('button', { name: 'Rename demo', exact: true }).click();
  await dialog().getByLabelText('Name').fill('pilot');
  await dialog().getByRole('button', { name: 'Rename', exact: true }).click();
  await expect.element(dialog()).not.toBeInTheDocument();
  expect(given('removal.rename')).toEqual({ kind: 'dataset', id: 'd2', name: 'pilot' });
});
