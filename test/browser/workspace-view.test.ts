import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { openWorkbench } from './fixtures/open-workbench.ts';
import { filledWorld } from './fixtures/workbench-data.ts';

const dialog = () => page.getByRole('dialog');

it('lists the backups, says what restoring one would lose, and asks for a restart', async () => {
  const { given, times } = await openWorkbench(filledWorld(), '#/workspace');
  await page
    .getByRole('button', { name: /^Restore the backup of/ })
    .first()
    .click();
  await expect
    .element(dialog())
    .toMatchTextContent(/31 entries that it lacks, with 14 answers, 1 session .* 2 sealed files/s);
  expect(times('workspace.planRestore')).toBe(0);
  await dialog().getByRole('button', { name: 'Restore at the next start' }).click();
  expect(given('workspace.planRestore')).toEqual({ name: '2026-11-27T20-15-03Z-lock' });
  await expect.element(page.getByRole('heading', { name: /start it again to restore/ })).toBeVisible();
  await expect.element(page.getByRole('link', { name: /Workspace\s*Restart to restore/ })).toBeVisible();
  await page.getByRole('button', { name: 'Do not restore' }).click();
  await expect.element(page.getByRole('heading', { name: /start it again to restore/ })).not.toBeInTheDocument();
});

it('says in every view that the last backup failed, and why in its own', async () => {
  const world = filledWorld();
  world.backups = {
    ...world.backups,
    problem: 'Backups cannot be written to /media/usb (EACCES). Choose another folder.',
  };
  const { given } = await openWorkbench(world, '#/datasets');
  await page.getByRole('link', { name: /Workspace\s*Not backed up/ }).click();
  await expect.element(page.getByText(/The last backup failed. Backups cannot be written to/)).toBeVisible();
  await page.getByRole('button', { name: 'Change' }).click();
  await dialog().getByLabelText('Folder').fill('~/copies');
  await dialog().getByRole('button', { name: 'Save' }).click();
  expect(given('workspace.keepBackups')).toEqual({ folder: '~/copies', keep: 10 });
});

it('shows what a check found, and takes back what was deleted', async () => {
  const { given } = await openWorkbench(filledWorld(), '#/workspace');
  await expect.element(page.getByText(/The model "own" cannot be read.*Restore a backup/)).toBeVisible();
  await page.getByRole('button', { name: 'Check the workspace' }).click();
  await page.getByRole('button', { name: 'Take back pilot' }).click();
  expect(given('removal.restore')).toEqual({ kind: 'dataset', id: 'd9' });
});
