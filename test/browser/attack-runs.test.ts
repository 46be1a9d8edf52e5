import { afterEach, describe, expect, it, vi } from 'vitest';
import { page } from 'vitest/browser';
import { catchFiles } from './fixtures/catch-files.ts';
import { openWorkbench } from './fixtures/open-workbench.ts';
import { filledWorld, type World } from './fixtures/workbench-data.ts';

afterEach(() => void vi.restoreAllMocks());

const MANY = 10_000;
const bodyRows = (): number => document.querySelectorAll('tbody tr').length;

/** As many runs as a long project has, no two of one budget, and as many examples in each. */
function largeWorld(): World {
  const world = filledWorld();
  const [sap, pgd] = world.runs;
  if (sap === undefined || pgd === undefined) throw new Error('The filled world has two runs.');
  world.examples = MANY;
  world.runs = Array.from({ length: MANY }, (_, index) => {
    const run = structuredClone(index % 2 === 0 ? sap : pgd);
    const shown = { ...run, id: `r${index + 1}` };
    return {
      ...shown,
      summary: { ...run.summary, asr: index / MANY },
      options: { ...run.options, epsilonUnits: 1 + (index % 100) },
    };
  });
  return world;
}

describe('runs', () => {
  it('are ordered by any column, numbers from the largest, and the other way round', async () => {
    const { given } = await openWorkbench(filledWorld(), '#/attacks');
    await page.getByRole('button', { name: 'Success rate' }).click();
    const head = page.getByRole('columnheader', { name: 'Success rate' });
    await expect.element(head).toHaveAttribute('aria-sort', 'descending');
    await expect.element(page.getByRole('row').nth(1)).toMatchTextContent(/^PGD/);
    await page.getByRole('button', { name: 'Success rate' }).click();
    await expect.element(head).toHaveAttribute('aria-sort', 'ascending');
    await expect.element(page.getByRole('row').nth(1)).toMatchTextContent(/^SAP/);
    expect(given('attacks.page')).toMatchObject({ sort: 'success', descending: false, offset: 0 });
  });

  it.each([
    [1280, 'a column of its own'],
    [1024, 'a line below the rate'],
  ])('fit a window of %d px with the names that real data give them, the interval in %s', async (width) => {
    await page.viewport(width, 720);
    const world = filledWorld();
    world.runs = world.runs.map((run) => ({
      ...run,
      dataset: 'training2017-han2020',
      options: { ...run.options, target: 'han2020' as const },
    }));
    await openWorkbench(world, '#/attacks');
    await expect.element(page.getByText('1–2 of 2')).toBeVisible();
    const table = document.querySelector('table') as HTMLTableElement;
    expect(table.getBoundingClientRect().width).toBeLessThanOrEqual(
      (table.parentElement as HTMLElement).getBoundingClientRect().width,
    );
    const intervals = page.getByText('0.524 to 0.597').elements() as HTMLElement[];
    expect(intervals.map((shown) => shown.checkVisibility())).toEqual([width < 1200, width >= 1200]);
    const model = page.getByRole('cell', { name: 'compact', exact: true }).first().element() as HTMLElement;
    const text = document.createRange();
    text.selectNodeContents(model);
    expect(text.getClientRects()).toHaveLength(1);
  });

  it('are narrowed to what occurs', async () => {
    const { given } = await openWorkbench(filledWorld(), '#/attacks');
    const filters = page.getByRole('group', { name: 'Filter the runs' });
    await filters.getByLabelText('Method').selectOptions('PGD');
    await expect.element(page.getByText('1–1 of 1')).toBeVisible();
    await filters.getByLabelText('Goal').selectOptions('Untargeted');
    expect(given('attacks.page')).toMatchObject({ filter: { method: 'pgd', goal: 'untargeted' } });
    await filters.getByLabelText('Method').selectOptions('All');
    await expect.element(page.getByText('1–2 of 2')).toBeVisible();
  });

  it('are exported to a folder of the computer, under a name that says what they are', async () => {
    const { given } = await openWorkbench(filledWorld(), '#/attacks/r1');
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    const form = page.getByRole('dialog');
    await form.getByRole('button', { name: 'Browse for Folder' }).click();
    await form.getByRole('button', { name: 'Choose this folder' }).click();
    await form.getByRole('button', { name: 'Export' }).click();
    await expect.poll(() => given('attacks.export')).toEqual({ runId: 'r1', path: '~/sap-training2017-test-r1.npz' });
  });

  it('give what became of each record as a table', async () => {
    const files = catchFiles();
    await openWorkbench(filledWorld(), '#/attacks/r1');
    await page.getByRole('button', { name: 'Export', exact: true }).click();
    await page.getByLabelText('Format').selectOptions('Outcomes only (CSV)');
    await page.getByRole('dialog').getByRole('button', { name: 'Export' }).click();
    await expect.poll(() => files.map(({ name }) => name)).toEqual(['sap-training2017-test-r1.csv']);
    expect(await files[0]?.blob.text()).toContain('A03524,true');
  });

  it('show what the linter says', async () => {
    await openWorkbench(filledWorld(), '#/attacks/r1');
    const sound = page.getByRole('region', { name: 'Soundness of the evaluation' });
    await expect.element(sound).toMatchTextContent(/Doubtful.*exactly zero for 3 of 779.*margin or the DLR loss/s);
  });

  it('are verified, and say when and with what outcome, also on earlier days', async () => {
    const world = filledWorld();
    const { given, push } = await openWorkbench(world, '#/attacks/r1');
    const result = page.getByRole('region', { name: 'Result of the attack' });
    await expect.element(result).toMatchTextContent(/Verified\s*not yet/);
    await page.getByRole('button', { name: 'Verify' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Verify' }).click();
    expect(given('attacks.verify')).toEqual({ runId: 'r1', sample: 10, seed: 1 });
    const same = { stored: 'x', now: 'x', same: true };
    const intact = {
      ...{ runId: 'r1', examples: 779, verified: 5, same: 5, intact: true, engine: same, programVersion: same },
      ...{ runDifferences: [], differences: [], probabilityTolerance: 1e-4, seconds: 3 },
    };
    const message = 'Sample 7 is 12, stored as 11.';
    const differences = [{ exampleId: 3, record: 'A00003', part: 'signal' as const, message }];
    world.verifications = [
      {
        ...{ id: 'v2', createdAt: '2026-11-22T10:00:00.000Z' },
        result: { ...intact, verified: 10, same: 9, intact: false, differences },
      },
      { id: 'v1', createdAt: '2026-11-21T10:00:00.000Z', result: intact },
    ];
    push([
      {
        ...{ id: '1', kind: 'verify', title: 'Verify', state: 'done', done: 10, total: 10, unit: 'examples' },
        ...{ message: '', secondsLeft: null, startedAt: null, finishedAt: '2026-11-22T10:00:00.000Z', error: null },
        result: { runId: 'r1' },
      },
    ]);
    const verified = page.getByRole('region', { name: 'Verification' });
    await expect.element(verified).toMatchTextContent(/Differs from what is stored.*9 of 10 examples.*Sample 7 is 12/s);
    await expect.element(result).toMatchTextContent(/Verified\s*differs from what is stored, 22 Nov 2026/);
    await page.getByText('Earlier verifications (1)').click();
    await expect.element(verified).toMatchTextContent(/21 Nov 2026.*5 of 5 examples identical\./s);
  });
});

describe('ten thousand rows', () => {
  it('of runs open, order and narrow with a page of them in the document', async () => {
    await openWorkbench(largeWorld(), '#/attacks');
    await expect.element(page.getByText('1–50 of 10,000')).toBeVisible();
    expect(bodyRows()).toBe(50);
    await page.getByRole('button', { name: 'Success rate' }).click();
    await expect.element(page.getByRole('row').nth(1)).toMatchTextContent(/>0\.999/);
    await page.getByRole('group', { name: 'Filter the runs' }).getByLabelText('Budget ε').selectOptions('7.0 µV');
    await expect.element(page.getByText('1–50 of 100')).toBeVisible();
    expect(bodyRows()).toBe(50);
  });

  it('of examples too, to their last page', async () => {
    await openWorkbench(largeWorld(), '#/attacks/r1');
    await expect.element(page.getByText('1–50 of 10,000')).toBeVisible();
    expect(bodyRows()).toBe(50);
    await page.getByRole('button', { name: 'RMS of δ, µV' }).click();
    await expect.element(page.getByRole('row').nth(1)).toMatchTextContent(/4\.8$/);
    await page.getByLabelText('Label').selectOptions('AF');
    await expect.element(page.getByText('1–50 of 2,500')).toBeVisible();
    await page.getByLabelText('Record contains').fill('A01');
    await expect.poll(bodyRows).toBeLessThanOrEqual(50);
    expect(document.querySelectorAll('main *').length).toBeLessThan(1500);
  });
});
