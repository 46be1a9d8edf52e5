import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import type { Design } from '../../src-shared/contract/designs.ts';
import type { Job } from '../../src-shared/contract/jobs.ts';
import { violations } from './fixtures/axe.ts';
import { openWorkbench } from './fixtures/open-workbench.ts';
import { demoProtocol } from './fixtures/study-data.ts';
import { emptyWorld, filledWorld, type World } from './fixtures/workbench-data.ts';

const ADDRESS = '#/studies/designs/mine';

function withDesign(text: string = JSON.stringify(demoProtocol, null, 2), world: World = filledWorld()): World {
  const mine = { id: 'mine', revision: 1, updatedAt: '2026-11-22T10:00:00.000Z' };
  world.designs.push({ ...mine, text, datasetId: 'd1', modelId: 'compact' });
  return world;
}

/** The first job that a window starts. */
const FAILED: Job = {
  ...{ id: 'job-1', kind: 'build-study', title: 'Build the study "To build"', state: 'failed', message: '' },
  ...{ done: 0, total: 0, unit: '', secondsLeft: null, startedAt: null, finishedAt: '2026-11-22T10:00:00.000Z' },
  ...{ error: { code: 'bad-input', message: 'Arm SAP needs 6 pairs and 2 fit.' }, result: null },
};

const stored = (world: World): Design | undefined => world.designs.find(({ id }) => id === 'mine');
const build = () => page.getByRole('button', { name: 'Build the study' });
const facts = () => page.getByRole('complementary', { name: 'What follows' });
const text = () => page.getByLabelText('Text of protocol.json');

describe('a design', () => {
  it('is begun from a template and opened', async () => {
    const { given } = await openWorkbench(emptyWorld(), '#/studies');
    await page.getByRole('button', { name: 'Design a study' }).click();
    await page.getByLabelText('Begin with').selectOptions('Demo study (template)');
    await page.getByRole('button', { name: 'Begin', exact: true }).click();
    await expect.element(page.getByRole('heading', { level: 1, name: 'Demo study' })).toBeVisible();
    expect(given('designs.create')).toMatchObject({ datasetId: null, modelId: null });
    await expect.element(facts()).toMatchTextContent('Choose a dataset and a model');
    await expect.element(build()).toBeDisabled();
  });

  it('is saved as one types, and once more when the view is left', async () => {
    const world = withDesign();
    const { times } = await openWorkbench(world, ADDRESS);
    await page.getByLabelText('Title').fill('Seen by whom?');
    await expect.poll(() => stored(world)?.text).toContain('"title": "Seen by whom?"');
    expect(times('designs.save')).toBe(1);
    await page.getByLabelText('Description').fill('Left at once');
    location.hash = '#/models';
    await expect.poll(() => stored(world)?.text).toContain('Left at once');
  });

  it('says at the field and by its line what is wrong, keeps it, and cannot be built so', async () => {
    const world = withDesign();
    await openWorkbench(world, ADDRESS);
    const arm = page.getByRole('region', { name: 'Question 1' }).getByRole('group', { name: 'Arm 1' });
    await arm.getByLabelText('Pairs', { exact: true }).fill('0');
    await expect.element(arm.getByText('must be at least 1.')).toBeVisible();
    await expect.element(facts()).toMatchTextContent('tasks[0].arms[0].pairs is 0: it must be at least 1.');
    await expect.element(build()).toBeDisabled();
    await expect.poll(() => stored(world)?.text).toContain('"pairs": 0');
    await facts().getByRole('button', { name: /^Line/ }).click();
    await expect.element(text()).toHaveFocus();
    const area = text().element() as HTMLTextAreaElement;
    expect(area.value.slice(area.selectionStart)).toMatch(/^"pairs": 0/);
    await userEvent.keyboard(`${'{ArrowRight}'.repeat('"pairs": '.length)}{Delete}6`);
    await expect.element(build()).toBeEnabled();
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.element(build()).toBeDisabled();
  });

  it('keeps its columns apart, however long the title is', async () => {
    await openWorkbench(withDesign(), ADDRESS);
    await page.getByLabelText('Title').fill('A title as long as committees like them, '.repeat(5));
    await expect.element(page.getByRole('heading', { level: 1 })).toMatchTextContent('A title as long');
    const { right } = page.getByLabelText('Title').element().getBoundingClientRect();
    expect(right).toBeLessThan(facts().element().getBoundingClientRect().left);
  });

  it('stays open where something in it is changed, and stays closed elsewhere', async () => {
    await openWorkbench(withDesign(), ADDRESS);
    await page.getByRole('heading', { name: 'Answering' }).click();
    await page.getByLabelText('Confidence').click();
    await expect.element(page.getByLabelText('What looked wrong')).toBeVisible();
    await page.getByLabelText('A break after').fill('10');
    await expect.element(page.getByText('confidence, breaks')).toBeVisible();
    await expect.element(page.getByLabelText('A break after')).toBeVisible();
    await expect.element(page.getByLabelText('Speed')).not.toBeVisible();
  });

  it('that another window changed is not written over: it is loaded anew, or kept as a copy', async () => {
    const world = withDesign();
    const { failing } = await openWorkbench(world, ADDRESS);
    failing.set('designs.save', { code: 'conflict', message: 'This design was changed in another window.' });
    await page.getByLabelText('Title').fill('Mine');
    await page.getByRole('button', { name: 'Keep this as a copy' }).click();
    await expect.poll(() => world.designs.at(-1)?.text).toContain('"title": "Mine"');
    expect(stored(world)?.text).toContain('"title": "Demo study"');
    await expect.element(page.getByRole('button', { name: 'Keep this as a copy' })).not.toBeInTheDocument();
    location.hash = ADDRESS;
    await expect.element(page.getByLabelText('Title')).toHaveValue('Demo study');
    await page.getByLabelText('Title').fill('Mine again');
    await page.getByRole('button', { name: 'Load what was saved' }).click();
    await expect.element(page.getByLabelText('Title')).toHaveValue('Demo study');
  });

  it('is written by hand too: syntax errors have a line, and what is there stays', async () => {
    const world = withDesign();
    await openWorkbench(world, `${ADDRESS}/text`);
    await text().fill('{\n  "title": "By hand",\n}');
    await expect.element(facts()).toMatchTextContent('This is not JSON: the name of a field');
    await expect.element(facts().getByRole('button', { name: /^Line 3/ })).toBeVisible();
    await page.getByRole('link', { name: 'Design', exact: true }).click();
    await expect.element(page.getByText('there are no fields to show', { exact: false })).toBeVisible();
    await page.getByRole('link', { name: 'protocol.json' }).first().click();
    await text().fill('{ "title": "By hand" }');
    await page.getByRole('link', { name: 'Design', exact: true }).click();
    await expect.element(page.getByLabelText('Title')).toHaveValue('By hand');
  });

  it('changes arms, attacks and questions without touching what else was written', async () => {
    const world = withDesign(JSON.stringify({ ...demoProtocol, washoutDays: 2 }, null, 2));
    await openWorkbench(world, ADDRESS);
    const first = page.getByRole('region', { name: 'Question 1' });
    await first.getByRole('button', { name: 'Add an arm' }).click();
    const third = first.getByRole('group', { name: 'Arm 3' });
    await third.getByLabelText('Name', { exact: true }).fill('Large');
    await third.getByLabelText('Budget ε').fill('40');
    await first.getByRole('button', { name: 'Remove arm PGD' }).click();
    await first.getByLabelText('Catch trials').click();
    await page.getByRole('button', { name: 'Add a question' }).click();
    await expect.element(page.getByRole('region', { name: 'Question 3' })).toBeVisible();
    await expect
      .poll(() => JSON.parse(stored(world)?.text ?? '{}') as unknown)
      .toMatchObject({
        washoutDays: 2,
        tasks: [
          {
            arms: [{ name: 'SAP' }, { name: 'Large', attack: { method: 'sap', epsilonUnits: 40 }, pairs: 20 }],
            catch: { pairs: 5 },
          },
          { id: 'same-class' },
          { question: 'which-is-real' },
        ],
      });
  });

  it('takes the pairs of a CSV file, keeps them, and says by line which records are missing', async () => {
    const world = withDesign();
    const { failing, given } = await openWorkbench(world, ADDRESS);
    const arm = page.getByRole('region', { name: 'Question 1' }).getByRole('group', { name: 'Arm 1' });
    await arm.getByLabelText('The second tracing comes from').selectOptions('A list of pairs');
    await expect.element(arm.getByText('Choose one.')).toBeVisible();
    await arm.getByLabelText('Dataset of the made records').selectOptions('demo');
    await arm.getByLabelText('The second tracing comes from').selectOptions('Another dataset');
    await expect.element(arm.getByLabelText('Dataset of the made records')).toHaveValue('demo');
    await arm.getByLabelText('The second tracing comes from').selectOptions('A list of pairs');
    await expect.element(arm.getByLabelText('Dataset of the made records')).toHaveValue('demo');
    await expect.element(arm.getByText('No pair is listed yet.')).toBeVisible();
    const csv = (text: string): File => new File([text], 'pairs.csv', { type: 'text/csv' });
    failing.set('designs.readPairs', { code: 'bad-input', message: 'pairs.csv has a header and no pair.' });
    await userEvent.upload(arm.getByLabelText('Choose a CSV file …'), csv('real,synthetic\n'));
    await expect.element(arm.getByText('pairs.csv has a header and no pair.')).toBeVisible();
    failing.clear();
    await userEvent.upload(arm.getByLabelText('Choose a CSV file …'), csv('real,synthetic\nA1,g1\nX2,g2\n'));
    await expect.element(arm.getByText('pairs.csv: 2 pairs of which-is-real/SAP.')).toBeVisible();
    await expect.element(arm.getByText('Line 3 of the list of pairs, real:', { exact: false })).toBeVisible();
    expect(given('designs.checkPairs')).toMatchObject({ datasetId: 'd1', dataset: 'demo', list: [{}, { line: 3 }] });
    await expect.poll(() => stored(world)?.text).toContain('{ "real": "X2", "made": "g2", "line": 3 }');
    const transfer = new DataTransfer();
    transfer.items.add(csv('real,synthetic\nA1,g1\nA2,g2\nA3,g3\n'));
    const target = arm.getByLabelText('Choose another CSV file …').element();
    target.dispatchEvent(new DragEvent('drop', { dataTransfer: transfer, bubbles: true, cancelable: true }));
    await expect.element(arm.getByText('3 pairs listed.', { exact: false })).toBeVisible();
    await expect.element(arm.getByText('Both datasets have all of their records.')).toBeVisible();
  });

  it('tells what follows: trials, records, power, and why nothing can be chosen', async () => {
    await openWorkbench(withDesign(), ADDRESS);
    await expect.element(facts()).toMatchTextContent('18 trials about 5 min');
    await expect.element(facts()).toMatchTextContent('Power of the exact test, n = 6 62 %');
    await expect.element(facts()).toMatchTextContent('18 there: enough');
    await expect.element(facts()).toMatchTextContent('Only examples that fool the model are shown');
    const arm = page.getByRole('region', { name: 'Question 1' }).getByRole('group', { name: 'Arm 1' });
    await arm.getByLabelText('Pairs', { exact: true }).fill('500');
    await expect.element(facts().getByRole('alert')).toMatchTextContent('needs 500 pairs and 74 fit');
  });

  it('is built as it stands, and a failed build leaves it so', async () => {
    const world = withDesign();
    const { given, push } = await openWorkbench(world, ADDRESS);
    await page.getByLabelText('Title').fill('To build');
    await build().click();
    await expect
      .poll(() => given('studies.create'))
      .toMatchObject({ datasetId: 'd1', protocol: { title: 'To build' } });
    push([FAILED]);
    await expect.element(page.getByText('The design is as it was.', { exact: false })).toBeVisible();
    await expect.element(page.getByLabelText('Title')).toHaveValue('To build');
  });

  it('shows pairs on the paper of the protocol', async () => {
    await openWorkbench(withDesign(), `${ADDRESS}/pairs`);
    const pairs = page.getByRole('region', { name: 'Preview of pairs' });
    await expect.element(pairs.getByText('25 mm/s, 10 mm/mV', { exact: false })).toBeVisible();
    await pairs.getByRole('button', { name: 'Another one' }).click();
    await expect.poll(() => pairs.element().querySelectorAll('canvas').length).toBeGreaterThan(1);
  });

  it.each(['', '/pairs', '/text'])('%s: axe objects to nothing, and nothing is too wide', async (tab) => {
    await openWorkbench(withDesign(), `${ADDRESS}${tab}`);
    await expect.element(facts().getByText('What one reader can tell')).toBeVisible();
    for (const details of document.querySelectorAll('main details')) details.setAttribute('open', '');
    expect(await violations()).toEqual([]);
    const main = document.querySelector('main');
    expect(main?.scrollWidth).toBe(main?.clientWidth);
    document.documentElement.dataset['theme'] = 'dark';
    expect(await violations()).toEqual([]);
  });
});

describe('the list of designs', () => {
  it('copies, and deletes with a way back', async () => {
    const { given } = await openWorkbench(withDesign(), '#/studies');
    const list = page.getByRole('region', { name: 'Designs' });
    await list.getByRole('button', { name: 'Copy Demo study' }).click();
    await expect.element(list.getByRole('link', { name: 'Demo study (copy)' })).toBeVisible();
    await list.getByRole('button', { name: 'Delete Demo study', exact: true }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click();
    await expect.poll(() => given('removal.remove')).toEqual({ kind: 'design', id: 'mine' });
    await page.getByRole('button', { name: 'Undo' }).click();
    await expect.poll(() => given('removal.restore')).toEqual({ kind: 'design', id: 'mine' });
  });

  it('is reached and opened by the keyboard', async () => {
    await openWorkbench(withDesign(), '#/studies');
    (page.getByRole('link', { name: 'Demo study' }).element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByLabelText('Title')).toBeVisible();
  });
});
