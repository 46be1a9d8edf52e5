import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { openWorkbench } from './fixtures/open-workbench.ts';
import { filledWorld } from './fixtures/workbench-data.ts';

const MANY = 10_000;
const filters = () => page.getByRole('group', { name: 'Filter the analyses' });

describe('the list of analyses', () => {
  it('is narrowed to what occurs; an analysis of a run goes by the attack of its run', async () => {
    const { given } = await openWorkbench(filledWorld(), '#/attacks/analyses');
    await expect.element(page.getByText('1–7 of 7')).toBeVisible();
    await filters().getByLabelText('Method').selectOptions('SAP');
    await expect.element(page.getByText('1–1 of 1')).toBeVisible();
    await expect.element(page.getByRole('row').nth(1)).toMatchTextContent(/Existence\s*SAP \(run\)/);
    await filters().getByLabelText('Analysis').selectOptions('Transfer');
    await expect.element(page.getByText('No analysis matches: widen the filter.')).toBeVisible();
    expect(given('analyses.page')).toMatchObject({ filter: { method: 'sap', kind: 'transfer' }, offset: 0 });
  });

  it('is ordered by any column', async () => {
    const world = filledWorld();
    world.analyses.forEach((analysis, i) => (analysis.seconds = 5 * i));
    const { given } = await openWorkbench(world, '#/attacks/analyses');
    await page.getByRole('button', { name: 'Duration' }).click();
    await expect.element(page.getByRole('row').nth(1)).toMatchTextContent(/After a device.*30 s/s);
    await page.getByRole('button', { name: 'Duration' }).click();
    await expect.element(page.getByRole('row').nth(1)).toMatchTextContent(/Success against budget.*0\.00 s/s);
    expect(given('analyses.page')).toMatchObject({ sort: 'seconds', descending: false });
  });

  it('of ten thousand opens with a page of them in the document', async () => {
    const world = filledWorld();
    const some = world.analyses;
    world.analyses = Array.from({ length: MANY }, (_, i) => ({
      ...(some[i % some.length] as (typeof some)[number]),
      id: `a${i}`,
    }));
    await openWorkbench(world, '#/attacks/analyses');
    await expect.element(page.getByText('1–50 of 10,000')).toBeVisible();
    expect(document.querySelectorAll('tbody tr').length).toBe(50);
    await page.getByRole('button', { name: 'Next' }).click();
    await expect.element(page.getByText('51–100 of 10,000')).toBeVisible();
    await filters().getByLabelText('Analysis').selectOptions('Transfer');
    await expect.element(page.getByText('1–50 of 1,428')).toBeVisible();
  });
});
