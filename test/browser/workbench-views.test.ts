import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { openResults, openWorkbench } from './fixtures/open-workbench.ts';
import { emptyWorld, filledWorld } from './fixtures/workbench-data.ts';

describe('a view without anything in it', () => {
  it.each([
    ['datasets', 'There are no records yet', 'Import records', 'import <archive or folder>'],
    ['models', 'There is no model yet', 'Train a model', 'train --model compact'],
    ['attacks', 'No attack has been run yet', 'Start an attack', 'attack --method sap'],
    ['studies', 'There is no study yet', 'Create a study', 'study create studies/demo'],
    ['results', 'There are no results yet', 'Go to the studies', 'results <study>'],
  ])('%s: says what is missing, what to do, and the command for it', async (step, sentence, button, command) => {
    await openWorkbench(emptyWorld(), `#/${step}`);
    await expect.element(page.getByText(sentence, { exact: false })).toBeVisible();
    await expect.element(page.getByText(`npm run equipoise -- ${command}`, { exact: false })).toBeVisible();
    const primary = document.querySelectorAll('.button.primary');
    expect([...primary].map((each) => each.textContent?.trim())).toEqual([button]);
  });
});

describe('datasets', () => {
  it('show classes, splits and what was skipped and why', async () => {
    await openWorkbench(filledWorld(), '#/datasets');
    const dataset = page.getByRole('listitem').filter({ hasText: '8,526 records' });
    await expect.element(dataset).toMatchTextContent(/Normal\s*5,074\s*59\.5 %/);
    await expect.element(dataset).toMatchTextContent(/Test\s*853\s*10\.0 %/);
    await expect
      .element(dataset.getByRole('list', { name: 'Notes of the import' }))
      .toMatchTextContent(/REFERENCE-v3\.csv was not used/);
    await dataset.getByText('2 records were skipped').click();
    await expect.element(dataset.getByText('the signal file ends after 1,204 of 9,000 samples')).toBeVisible();
  });

  it('are browsed by page, class, split and name, and a record is drawn on paper', async () => {
    const { given } = await openWorkbench(filledWorld(), '#/datasets/d1');
    await expect.element(page.getByText('1–50 of 400')).toBeVisible();
    await page.getByRole('button', { name: 'Next' }).click();
    await expect.element(page.getByText('51–100 of 400')).toBeVisible();
    await page.getByLabelText('Class').selectOptions('AF');
    await expect.element(page.getByText('1–50 of 50')).toBeVisible();
    expect(given('datasets.records')).toEqual({ datasetId: 'd1', offset: 0, limit: 50, label: 1 });
    await page.getByLabelText('Name contains').fill('A00013');
    await page.getByRole('button', { name: 'A00013' }).click();
    const tracing = page.getByRole('img', { name: 'Tracing of record A00013, class AF' });
    await expect.element(tracing).toBeVisible();
    expect(tracing.element().querySelector('canvas')).not.toBeNull();
  });

  it('are browsed with the arrow keys', async () => {
    await openWorkbench(filledWorld(), '#/datasets/d1');
    await page.getByRole('button', { name: 'A00002' }).click();
    await userEvent.keyboard('{ArrowDown}{ArrowDown}');
    await expect.element(page.getByRole('heading', { name: 'A00004' })).toBeVisible();
    await userEvent.keyboard('{ArrowUp}');
    await expect.element(page.getByRole('heading', { name: 'A00003' })).toBeVisible();
    expect(location.hash).toBe('#/datasets/d1/3');
  });

  it('are leafed through with keys that are shown, and the tracing stays in view from the end of the list', async () => {
    const { given } = await openWorkbench(filledWorld(), '#/datasets/d1');
    await page.getByRole('button', { name: 'A00050' }).click();
    const heading = page.getByRole('heading', { name: 'A00050' });
    await expect.element(heading).toBeInViewport();
    await expect.element(page.getByRole('button', { name: 'Next record' })).toHaveAttribute('aria-keyshortcuts', 'N');
    await userEvent.keyboard('n');
    await expect.element(page.getByRole('heading', { name: 'A00051' })).toBeVisible();
    await expect.element(page.getByText('51–100 of 400')).toBeVisible();
    await page.getByRole('button', { name: 'Previous record' }).click();
    await expect.element(heading).toBeVisible();
    expect(given('datasets.neighbours')).toEqual({ recordId: 50, filter: { datasetId: 'd1' } });
    await page.getByLabelText('Name contains').fill('n');
    await expect.element(heading).toBeVisible();
  });
});

describe('models', () => {
  it('show scores with the intervals of the card, and the confusion matrix', async () => {
    await openWorkbench(filledWorld(), '#/models');
    await expect.element(page.getByRole('row', { name: /^Accuracy/ })).not.toMatchTextContent('0.865');
    await page.getByLabelText('Measured on').selectOptions('Test records, from its card');
    await expect.element(page.getByRole('row', { name: /^Accuracy/ })).toMatchTextContent(/0\.886\s*0\.865 to 0\.907/);
    await expect.element(page.getByRole('row', { name: /^F1, Noise/ })).toMatchTextContent(/0\.690\s*–/);
    const confusion = page.getByRole('table', { name: /^Confusion/ });
    await expect.element(confusion.getByRole('row', { name: /^Other/ })).toMatchTextContent(/33\s*9\s*184\s*3/);
  });

  it('draw how the training went, its best epoch marked', async () => {
    await openWorkbench(filledWorld(), '#/models');
    await page.getByText('Training and card').click();
    const chart = page.getByRole('img', { name: 'Loss by epoch' });
    await expect.element(chart).toBeVisible();
    await expect.poll(() => chart.element().querySelector('canvas')?.width ?? 0).toBeGreaterThan(100);
    await expect.element(page.getByText('at epoch 24').first()).toBeVisible();
  });
});

describe('attacks', () => {
  it('list the outcome of each run, sizes in µV', async () => {
    await openWorkbench(filledWorld(), '#/attacks');
    const row = page.getByRole('row').filter({ hasText: 'SAP' });
    await expect.element(row).toMatchTextContent(/10\.0 µV/);
    await expect.element(row).toMatchTextContent(/0\.561\s*387 of 690\s*(0\.524 to 0\.597\s*){2}0\.389\s*0\.41 s/);
  });

  it('filter their examples by outcome', async () => {
    const { given } = await openWorkbench(filledWorld(), '#/attacks/r1');
    await expect.element(page.getByText('1–50 of 120')).toBeVisible();
    await page.getByLabelText('Examples').selectOptions('The model is fooled');
    await expect.element(page.getByText('1–50 of 80')).toBeVisible();
    expect(given('attacks.examples')).toMatchObject({ runId: 'r1', fooled: true, offset: 0 });
  });

  it('show one example: both tracings, the perturbation below, probabilities and measures', async () => {
    await openWorkbench(filledWorld(), '#/attacks/r1/1');
    await expect.element(page.getByText('Label Normal, model before Normal, after Other: fooled.')).toBeVisible();
    const other = page.getByRole('row').filter({ hasText: 'Other' });
    await expect.element(other).toMatchTextContent(/0\.061\s*0\.869/);
    await expect.element(page.getByRole('row', { name: /^Largest/ })).toMatchTextContent(/10\.0\s*µV/);
    await expect.element(page.getByRole('img', { name: /^Perturbation of A03524/ })).toBeVisible();
    const above = page
      .getByRole('img', { name: /^Original and attacked/ })
      .element()
      .getBoundingClientRect();
    const below = page
      .getByRole('img', { name: /^Perturbation of A03524/ })
      .element()
      .getBoundingClientRect();
    expect(below.top).toBeGreaterThanOrEqual(above.bottom);
    expect([below.left, below.width]).toEqual([above.left, above.width]);
  });

  it('slide between original and attacked, and read both at the pointer', async () => {
    await openWorkbench(filledWorld(), '#/attacks/r1/1');
    const slider = page.getByRole('slider', { name: 'Between original and attacked' });
    await slider.fill('0.25');
    await expect.element(page.getByText('25 % of δ', { exact: true })).toBeVisible();
    await page.getByRole('img', { name: /^Perturbation of A03524/ }).hover();
    await expect
      .element(page.getByText(/\d\.\d\d s · original .* mV · attacked .* mV · δ [+−]\d+\.\d µV/))
      .toBeVisible();
  });

  it('scroll both charts as one', async () => {
    await openWorkbench(filledWorld(), '#/attacks/r1/1');
    const place = page.getByRole('slider', { name: 'Position in the tracing' });
    await place.fill('12');
    await expect.element(place).toHaveAttribute('aria-valuetext', expect.stringMatching(/^12\.0 to /));
  });
});

describe('studies', () => {
  it('show state, tasks, pairs and how far each reader is', async () => {
    await openWorkbench(filledWorld(), '#/studies');
    const study = page.getByRole('listitem').filter({ hasText: 'Han et al. 2020, repeated' });
    await expect.element(study).toMatchTextContent(/Locked 20 Nov 2026/);
    await expect
      .element(study)
      .toMatchTextContent(
        /450 pairs.*Dataset training2017 ?Model compact ?Records Test split, all classes, fooled ones only ?Similarity margin 0\.60/,
      );
    await expect
      .element(study.getByRole('progressbar', { name: 'Progress of Dr. Moreau' }))
      .toHaveAttribute('aria-valuenow', '29');
    await expect.element(study.getByText('131 of 450')).toBeVisible();
  });
});

describe('results', () => {
  it('stay closed while a reader has not finished, until somebody says why they are opened early', async () => {
    const { calls, given, times } = await openWorkbench(filledWorld(), '#/results');
    const notice = page.getByRole('region', { name: 'Readers have not finished' });
    await expect.element(notice).toMatchTextContent('Readers have not finished: Dr. Moreau 131 of 450.');
    await expect.element(page.getByRole('button', { name: 'Export responses' })).not.toBeInTheDocument();
    expect(document.querySelector('figure, .plot')).toBeNull();
    // Main would refuse them; they are not even asked for. What a program can tell gives no side away.
    const asked = calls.map(({ path }) => path).filter((path) => path.startsWith('results.'));
    expect(new Set(asked)).toEqual(new Set(['results.machine', 'results.gate']));
    await notice.getByRole('button', { name: 'Open early …' }).click();
    const dialog = page.getByRole('dialog');
    await expect.element(dialog.getByRole('button', { name: 'Open the results' })).toBeDisabled();
    await dialog.getByLabelText('Reason').fill('  ');
    await expect.element(dialog.getByRole('button', { name: 'Open the results' })).toBeDisabled();
    expect(times('results.openEarly')).toBe(0);
    await dialog.getByLabelText('Reason').fill('The ward closes');
    await expect.element(dialog).toMatchTextContent("--early 'The ward closes'");
    await dialog.getByRole('button', { name: 'Open the results' }).click();
    await expect.element(page.getByRole('button', { name: 'Export responses' })).toBeVisible();
    expect(given('results.openEarly')).toMatchObject({ reason: 'The ward closes' });
    const opening = page.getByRole('region', { name: 'How the results were opened' });
    await expect.element(opening).toMatchTextContent(/Opened early 22 Nov 2026.* by me \(window\): The ward closes/);
    await expect.element(opening).toMatchTextContent('Sides and order follow from the secret committed to at 2026');
    // It cannot be taken back, and is said whenever they are seen again.
    await page.getByRole('link', { name: 'Studies' }).click();
    await page.getByRole('navigation', { name: 'Steps' }).getByRole('link', { name: 'Results' }).click();
    await expect.element(opening).toMatchTextContent('The ward closes');
  });

  it('name readers who answered nothing, and what the secret says about sides that differ', async () => {
    const world = filledWorld();
    const { sessions } = world.studies[0]!;
    for (const session of sessions) session.answered = session.total;
    const withdrawn = { at: '2026-11-21T10:00:00.000Z', reason: 'Misspelt' };
    sessions.push({ ...sessions[2]!, id: 'none', reader: 'Dr. Nobody', answered: 0, withdrawn });
    const differ = { follow: false, statement: 'Sides and order do not follow: pair 3.' };
    world.evidence.sides = { ...world.evidence.sides, ...differ };
    await openWorkbench(world, '#/results');
    await expect.element(page.getByText('Sides and order do not follow: pair 3.', { exact: false })).toBeVisible();
    const readers = page.getByRole('region', { name: 'Table: Readers' });
    await expect.element(readers.getByRole('row').filter({ hasText: 'Dr. Nobody' })).toMatchTextContent('Misspelt');
    await expect.element(page.getByText('Opened early')).not.toBeInTheDocument();
  });

  it('are open when everybody has finished, whatever virtual readers have left', async () => {
    const world = filledWorld();
    for (const session of world.studies.flatMap(({ sessions }) => sessions))
      if (session.completedAt === null) session.virtual = true;
    await openWorkbench(world, '#/results');
    await expect.element(page.getByRole('button', { name: 'Export responses' })).toBeVisible();
  });

  it('put the dot where the proportion is, and the lines at one half and at the margin', async () => {
    await openResults();
    const track = page.getByRole('img', { name: 'Dr. Lindqvist, SAP: 0.590, interval 0.487 to 0.687' });
    await expect.element(track).toBeVisible();
    const { left, width } = track.element().getBoundingClientRect();
    const place = (selector: string): { from: number; to: number } => {
      const box = track.element().querySelector(selector)?.getBoundingClientRect();
      if (box === undefined) throw new Error(`${selector} is not drawn.`);
      return { from: (box.left - left) / width, to: (box.right - left) / width };
    };
    const dot = place('.dot');
    expect((dot.from + dot.to) / 2).toBeCloseTo(0.59, 2);
    expect(place('.interval').from).toBeCloseTo(0.4871, 2);
    expect(place('.interval').to).toBeCloseTo(0.6874, 2);
    expect(place('.chance').from).toBeCloseTo(0.5, 2);
    // Of the margin both sides, the lower one first.
    expect(place('.margin').from).toBeCloseTo(0.4, 2);
    expect(place('.margin + .margin').from).toBeCloseTo(0.6, 2);
  });

  it('say the verdict of the similarity test in words, reader by reader', async () => {
    await openResults();
    const plot = page.getByRole('figure').first();
    const row = (text: RegExp) => plot.getByRole('row').filter({ hasText: text });
    await expect.element(row(/Okafor.*SAP/s)).toMatchTextContent('Cannot be told apart');
    await expect.element(row(/Okafor.*PGD/s)).toMatchTextContent('Told apart');
    await expect.element(row(/Lindqvist.*SAP/s)).toMatchTextContent('Undecided');
  });

  it('show every response with the declared fields, page by page, and what is flagged', async () => {
    await openResults();
    const responses = page.getByRole('region', { name: 'Table: Responses' });
    const columns = () =>
      responses
        .getByRole('columnheader')
        .elements()
        .map((head) => head.textContent.trim());
    await expect
      .element(responses.getByRole('columnheader', { name: 'Time, ms' }))
      .toHaveAttribute('title', expect.stringMatching(/^response_time_ms: From/));
    expect(columns().length).toBeLessThan(10);
    await page.getByRole('button', { name: /^All \d+ columns of Responses$/ }).click();
    expect(columns().length).toBeGreaterThan(35);
    expect(columns().filter((name) => name.includes('_'))).toEqual([]);
    await expect.element(page.getByText('1–25 of 60')).toBeVisible();
    await page.getByRole('navigation', { name: 'Pages of responses' }).getByRole('button', { name: 'Next' }).click();
    await expect.element(page.getByText('26–50 of 60')).toBeVisible();
    await expect.element(page.getByText('Dr. Moreau has not finished: 131 of 450 answered.')).toBeVisible();
    await expect.element(page.getByText('In 1 response the window lost focus', { exact: false })).toBeVisible();
  });

  it('say how many readers answered, and list those who did not, with why they were withdrawn', async () => {
    const world = filledWorld();
    const [study] = world.studies;
    const moreau = study!.sessions[2]!;
    Object.assign(moreau, { answered: 0, withdrawn: { at: '2026-11-22T10:00:00.000Z', reason: 'began by mistake' } });
    await openWorkbench(world, '#/results');
    await expect
      .element(page.getByText('60 responses; 2 of 2 readers answered, 1 session withdrawn.', { exact: false }))
      .toBeVisible();
    await expect
      .element(page.getByText(/^Dr\. Moreau was withdrawn .* with 0 of 450 answered: began by mistake\.$/))
      .toBeVisible();
    const readers = page.getByRole('region', { name: 'Table: Readers' });
    await expect
      .element(readers.getByRole('row').filter({ hasText: 'Dr. Moreau' }))
      .toMatchTextContent('began by mistake');
  });

  it('line up the columns of the cards of all tasks, and save each plot', async () => {
    await openResults();
    const places = page
      .getByRole('figure')
      .elements()
      .map((figure) =>
        [...figure.querySelectorAll('thead th')].map((head) => Math.round(head.getBoundingClientRect().left)),
      );
    expect(places).toHaveLength(2);
    expect(places[0]).toEqual(places[1]);
    await expect
      .element(page.getByRole('group', { name: /^Save Answers, Han et al\. 2020, repeated, which-is-real/ }))
      .toBeVisible();
  });
});
