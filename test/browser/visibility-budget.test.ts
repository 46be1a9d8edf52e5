import { expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { openWorkbench } from './fixtures/open-workbench.ts';
import { filledWorld } from './fixtures/workbench-data.ts';

it('a study says what its perturbations amount to on the display at hand, and warns under one pixel', async () => {
  localStorage.clear();
  const { times } = await openWorkbench(filledWorld(), '#/studies');
  await expect.element(page.getByText('Visibility of the perturbations on this display').first()).toBeVisible();
  expect(times('studies.perturbations')).toBe(0);
  await page.getByText('Visibility of the perturbations on this display').first().click();
  const rows = () =>
    [...(document.querySelector('details[open] table')?.querySelectorAll('tbody tr') ?? [])].map((row) =>
      [...row.children].map(({ textContent }) => textContent.trim()),
    );
  // 9.5 µV at 10 mm/mV and 96 dpi.
  await expect.poll(rows).toEqual([
    [
      ...['which-is-real/SAP', '20', '9.5 (4.0 to 10.0)', '0.10 (0.04 to 0.10)', '0.36 (0.15 to 0.38)'],
      '⚠ none reaches one device pixel',
    ],
    [
      ...['which-is-real/PGD', '20', '40.0 (30.0 to 55.0)', '0.40 (0.30 to 0.55)', '1.51 (1.13 to 2.08)'],
      'all reach one device pixel',
    ],
  ]);
});
