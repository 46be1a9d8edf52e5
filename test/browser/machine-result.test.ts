import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { openResults, openWorkbench } from './fixtures/open-workbench.ts';
import { filledWorld } from './fixtures/workbench-data.ts';

it('what a program can tell is shown arm by arm, before the readers have finished too', async () => {
  const { times } = await openWorkbench(filledWorld(), '#/results');
  const table = page.getByRole('region', { name: 'Table: What a program can tell' });
  await expect.element(table).toMatchTextContent(/SAP\s*cues\s*200\s*133\s*0\.665\s*0\.597\s*0\.727/);
  await expect.element(table).toMatchTextContent(/SAP\s*network\s*200\s*100\s*0\.500/);
  expect(times('results.summary')).toBe(0);
});

it('what a program can tell stands below the readers who were asked the same', async () => {
  await openResults();
  const plot = page.getByRole('region', { name: 'The answer' }).getByRole('figure').first();
  await expect.element(plot).toMatchTextContent(/Cues\s*program\s*SAP.*133 of 200\s*0\.665\s*0\.597/);
  await expect.element(plot.getByRole('img', { name: /^Network, SAP: 0\.500/ })).toBeVisible();
  await expect
    .element(page.getByRole('region', { name: 'The answer' }).getByRole('figure').nth(1))
    .not.toMatchTextContent('program');
});

it('a study on which no program was tried offers to try one', async () => {
  const { times } = await openWorkbench({ ...filledWorld(), machine: [] }, '#/results');
  await page.getByRole('button', { name: 'Let a program try' }).click();
  await expect.poll(() => times('studies.tryMachine')).toBe(1);
});
