import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { JobKind } from '../../src-shared/contract/job-results.ts';
import type { Job, JobOf } from '../../src-shared/contract/jobs.ts';
import { openWorkbench } from './fixtures/open-workbench.ts';
import { emptyWorld, filledWorld } from './fixtures/workbench-data.ts';

const job = <K extends JobKind = 'attack'>(fields: Partial<JobOf<K>>): Job => ({ ...RUNNING, ...fields }) as Job;
const RUNNING: Job = {
  id: 'j1',
  kind: 'attack',
  title: 'SAP on training2017',
  state: 'running',
  done: 12,
  total: 50,
  unit: 'records',
  message: 'fooled 7 of 12',
  secondsLeft: 42,
  startedAt: '2026-11-22T10:00:00.000Z',
  finishedAt: null,
  error: null,
  result: null,
};
const strip = () => page.getByRole('region', { name: 'Jobs' });
const line = () => strip().getByRole('button', { expanded: false });

describe('the rail', () => {
  it('has the steps in the order of the flow and marks the one that is open', async () => {
    await openWorkbench(emptyWorld(), '#/attacks');
    const links = page.getByRole('navigation', { name: 'Steps' }).getByRole('listitem');
    await expect.element(links.nth(5)).toBeVisible();
    expect(links.elements().map((item) => item.textContent?.trim())).toEqual([
      'Datasets',
      'Models',
      'Attacks',
      'Studies',
      'Read',
      'Results',
    ]);
    await expect.element(page.getByRole('link', { name: 'Attacks' })).toHaveAttribute('aria-current', 'page');
    await page.getByRole('link', { name: 'Models' }).click();
    await expect.element(page.getByRole('heading', { level: 1, name: 'Models' })).toBeVisible();
    await expect.element(page.getByRole('link', { name: 'Attacks' })).not.toHaveAttribute('aria-current');
  });

  it('is gone while somebody reads, and no job is watched then', async () => {
    const { push, times } = await openWorkbench({ ...emptyWorld(), jobs: [job({})] }, '#/datasets');
    await expect.element(line()).toMatchTextContent('SAP on training2017');
    await page.getByRole('link', { name: 'Read' }).click();
    await expect.element(page.getByRole('heading', { level: 1, name: 'Read' })).toBeVisible();
    await expect.element(page.getByRole('navigation', { name: 'Steps' })).not.toBeInTheDocument();
    const watched = times('jobs.watch');
    push([job({ title: 'PGD on training2017' })]);
    await page.getByRole('button', { name: 'Go to the studies' }).click();
    await expect.element(page.getByRole('heading', { level: 1, name: 'Studies' })).toBeVisible();
    await expect.poll(() => times('jobs.watch')).toBe(watched + 1);
  });

  it('turns dark and light on request and remembers it', async () => {
    await openWorkbench(emptyWorld(), '#/datasets');
    const theme = () => document.documentElement.dataset['theme'];
    const first = theme();
    await page.getByRole('button', { name: first === 'dark' ? 'Light' : 'Dark' }).click();
    expect(theme()).toBe(first === 'dark' ? 'light' : 'dark');
    expect(localStorage.getItem('equipoise.theme')).toBe(theme());
    const background = getComputedStyle(document.body).backgroundColor;
    expect(background).toBe(theme() === 'dark' ? 'rgb(18, 22, 28)' : 'rgb(247, 248, 250)');
  });
});

describe('a program that serves readers only', () => {
  it('shows the reading at every address, and asks for nothing else', async () => {
    const { calls } = await openWorkbench({ ...filledWorld(), mode: 'reading' }, '#/results');
    await expect.element(page.getByRole('heading', { level: 1, name: 'Read' })).toBeVisible();
    await expect.element(page.getByText(/There is no study to read yet/)).toBeVisible();
    expect(page.getByRole('button').elements()).toEqual([]);
    expect(page.getByRole('link').elements()).toEqual([]);
    location.hash = '#/attacks';
    await new Promise((resolve) => setTimeout(resolve, 100));
    await expect.element(page.getByRole('heading', { level: 1, name: 'Read' })).toBeVisible();
    expect(new Set(calls.map(({ path }) => path))).toEqual(new Set(['app.info', 'reading.studies']));
  });

  it('is left neither by a file that is dropped on it nor by a key of the workbench', async () => {
    await openWorkbench({ ...filledWorld(), mode: 'reading' }, '#/read');
    await expect.element(page.getByRole('heading', { level: 1, name: 'Read' })).toBeVisible();
    for (const type of ['dragover', 'drop']) {
      const dropped = new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer: new DataTransfer() });
      expect(document.querySelector('main')?.dispatchEvent(dropped)).toBe(false);
      expect(dropped.dataTransfer?.dropEffect).toBe('none');
    }
    await userEvent.keyboard('{Escape}{Alt>}{ArrowLeft}{/Alt}{Control>}o{/Control}');
    await expect.element(page.getByRole('heading', { level: 1, name: 'Read' })).toBeVisible();
    await expect.element(page.getByRole('navigation', { name: 'Steps' })).not.toBeInTheDocument();
  });
});

describe('the job strip', () => {
  it('says what the job does, how far it is and how long it still takes', async () => {
    await openWorkbench({ ...emptyWorld(), jobs: [job({})] }, '#/datasets');
    await expect.element(line()).toMatchTextContent(/SAP on training2017.*fooled 7 of 12.*about 45 s left/s);
    await expect.element(strip().getByRole('progressbar')).toHaveAttribute('aria-valuenow', '24');
  });

  it('stops a job only after asking, and says what is lost', async () => {
    const { given, times } = await openWorkbench({ ...emptyWorld(), jobs: [job({})] }, '#/datasets');
    await line().click();
    await page.getByRole('button', { name: 'Stop SAP on training2017' }).click();
    await expect.element(page.getByRole('dialog')).toMatchTextContent('is discarded');
    await page.getByRole('button', { name: 'Let it run' }).click();
    expect(times('jobs.cancel')).toBe(0);
    await page.getByRole('button', { name: 'Stop SAP on training2017' }).click();
    await page.getByRole('button', { name: 'Stop', exact: true }).click();
    await expect.poll(() => given('jobs.cancel')).toEqual({ jobId: 'j1' });
    await expect.element(page.getByRole('dialog')).not.toBeInTheDocument();
  });

  it('tells how the last one ended, and counts the failures before it', async () => {
    const failed = { finishedAt: '2026-11-22T10:00:21.000Z', state: 'failed' } as const;
    const error = { code: 'storage', message: 'The disk is full: free 2 GB.' };
    const done = { state: 'done', finishedAt: '2026-11-22T10:05:00.000Z' } as const;
    const { push } = await openWorkbench({ ...emptyWorld(), jobs: [job({ ...failed, error })] }, '#/datasets');
    await expect.element(line()).toMatchTextContent(/SAP on training2017: failed.*The disk is full.*Read it all/s);
    push([job({ id: 'j2', title: 'Simulate 400 records', kind: 'simulate', ...done })]);
    await expect.element(line()).toMatchTextContent(/Simulate 400 records: done.*1 failed/s);
    expect(line().element().textContent).not.toContain('disk');
  });

  it('says of a job of before that it was interrupted, and why', async () => {
    const error = { code: 'internal', message: 'The program ended before this job did.' };
    const finishedAt = '2026-11-22T10:00:21.000Z';
    const jobs = [job({ state: 'interrupted', error, finishedAt })];
    await openWorkbench({ ...emptyWorld(), jobs }, '#/datasets');
    await expect.element(line()).toMatchTextContent(/SAP on training2017: interrupted.*The program ended/s);
    await line().click();
    await expect.element(strip().getByRole('listitem')).toMatchTextContent(/Interrupted · begun 22 Nov 2026/);
  });

  it('keeps a failure with its reason until it is dismissed', async () => {
    const { push } = await openWorkbench({ ...emptyWorld(), jobs: [job({})] }, '#/datasets');
    await expect.element(line()).toMatchTextContent('SAP');
    push([
      job({ state: 'failed', secondsLeft: null, error: { code: 'storage', message: 'The disk is full: free 2 GB.' } }),
    ]);
    await expect.element(line()).toMatchTextContent(/SAP on training2017: failed.*The disk is full/s);
    push([job({ id: 'j2', title: 'Simulate 400 records', kind: 'simulate', state: 'done' })]);
    await line().click();
    await expect.element(strip().getByRole('alert')).toMatchTextContent('The disk is full: free 2 GB.');
    await page.getByRole('button', { name: 'Dismiss SAP on training2017' }).click();
    await expect.element(strip().getByRole('alert')).not.toBeInTheDocument();
    await expect.element(page.getByText('Simulate 400 records').first()).toBeVisible();
  });

  it('leads to what a job made, and closes with Escape', async () => {
    const done = job({ state: 'done', result: { runId: 'r1' }, finishedAt: '2026-11-22T10:00:21.000Z' });
    await openWorkbench({ ...filledWorld(), jobs: [done] }, '#/datasets');
    await line().click();
    await expect.element(strip()).toMatchTextContent('Done in 21 s');
    await page.getByRole('button', { name: 'Show the examples' }).click();
    expect(location.hash).toBe('#/attacks/r1');
    await userEvent.keyboard('{Escape}');
    await expect.element(line()).toBeVisible();
  });

  it('has the view load again when a job ends', async () => {
    const world = emptyWorld();
    world.jobs = [job({ kind: 'simulate' })];
    const { push, times } = await openWorkbench(world, '#/datasets');
    await expect.element(page.getByText('There are no records yet', { exact: false })).toBeVisible();
    await expect.element(line()).toMatchTextContent('SAP');
    const before = times('datasets.list');
    world.datasets.push(...filledWorld().datasets);
    push([job({ kind: 'simulate', state: 'done' })]);
    await expect.element(page.getByRole('heading', { name: 'training2017' })).toBeVisible();
    expect(times('datasets.list')).toBeGreaterThan(before);
    const after = times('datasets.list');
    push([job({ kind: 'simulate', state: 'done' })]);
    push([job({ id: 'j3', done: 13 })]);
    await expect.element(line()).toMatchTextContent('SAP');
    expect(times('datasets.list')).toBe(after);
  });
});

describe('a call that fails', () => {
  it('shows the sentence and the cure, lets one copy the details and try again', async () => {
    const message = 'The database /data/workspace.sqlite is locked by another program. Close it and try again.';
    const failing = new Map([['datasets.list', { code: 'storage' as const, message, details: { path: '/data' } }]]);
    const workbench = await openWorkbench(filledWorld(), '#/datasets', failing);
    await expect.element(page.getByRole('alert')).toMatchTextContent(message);
    await expect.element(page.getByRole('button', { name: 'Copy the details of this error' })).toBeVisible();
    workbench.failing.clear();
    await page.getByRole('button', { name: 'Try again' }).click();
    await expect.element(page.getByRole('heading', { name: 'training2017' })).toBeVisible();
    await expect.element(page.getByRole('alert')).not.toBeInTheDocument();
  });
});

describe('a lost connection', () => {
  it('is said calmly, keeps what one has typed, and has the view load again when it is back', async () => {
    const { connection, times } = await openWorkbench(filledWorld(), '#/datasets');
    await page.getByRole('button', { name: 'Import records' }).click();
    await page.getByLabelText('Zip file or folder').fill('/data/mine.zip');
    connection.set(false);
    await expect.element(page.getByText('The connection to Equipoise was lost.')).toBeInTheDocument();
    const before = times('datasets.list');
    connection.set(true);
    await expect.element(page.getByText('The connection to Equipoise was lost.')).not.toBeInTheDocument();
    await expect.poll(() => times('datasets.list')).toBeGreaterThan(before);
    await expect.element(page.getByLabelText('Zip file or folder')).toHaveValue('/data/mine.zip');
  });
});
