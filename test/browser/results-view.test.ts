import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { violations } from './fixtures/axe.ts';
import { openResults, openWorkbench } from './fixtures/open-workbench.ts';
import { responseRow } from './fixtures/result-data.ts';
import { filledWorld } from './fixtures/workbench-data.ts';

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
    expect(times('results.open')).toBe(0);
    await dialog.getByLabelText('Reason').fill('The ward closes');
    await expect.element(dialog).toMatchTextContent("--early 'The ward closes'");
    await dialog.getByRole('button', { name: 'Open the results' }).click();
    await expect.element(page.getByRole('button', { name: 'Export responses' })).toBeVisible();
    expect(given('results.open')).toMatchObject({ reason: 'The ward closes' });
    const opening = page.getByRole('region', { name: 'How the results were opened' });
    await expect.element(opening).toMatchTextContent(/Opened early 22 Nov 2026.* by me \(window\): The ward closes/);
    await expect.element(opening).toMatchTextContent('Sides and order follow from the secret committed to at 2026');
    // It cannot be taken back, and is said whenever they are seen again.
    await page.getByRole('link', { name: 'Studies' }).click();
    await page.getByRole('navigation', { name: 'Steps' }).getByRole('link', { name: 'Results' }).click();
    await expect.element(opening).toMatchTextContent('The ward closes');
  });

  it('of a study of which files were sent are unsealed with the passphrase and a second word', async () => {
    const world = filledWorld();
    const [study] = world.studies;
    study!.sealed = [{ reader: null, at: '2026-11-21T09:00:00.000Z', withdrawn: null }];
    for (const session of study!.sessions) session.answered = session.total;
    const { given, failing } = await openWorkbench(world, '#/results');
    const notice = page.getByRole('region', { name: 'The study is sealed' });
    await notice.getByRole('button', { name: 'Unseal …' }).click();
    const dialog = page.getByRole('dialog');
    const submit = dialog.getByRole('button', { name: 'Unseal the study' });
    await dialog.getByLabelText('Passphrase').fill('four plain words there');
    await expect.element(submit).toBeDisabled();
    await dialog.getByLabelText('Nobody who sees the results', { exact: false }).click();
    expect(await violations()).toEqual([]);
    failing.set('results.open', { code: 'refused', message: 'This is not the passphrase.' });
    await submit.click();
    await expect.element(dialog.getByRole('alert')).toMatchTextContent('This is not the passphrase.');
    await expect.element(dialog.getByLabelText('Passphrase')).toHaveValue('four plain words there');
    failing.delete('results.open');
    await submit.click();
    await expect.element(page.getByRole('button', { name: 'Export responses' })).toBeVisible();
    expect(given('results.open')).toMatchObject({ reason: null, passphrase: 'four plain words there' });
  });

  it('of several rounds are shown side by side', async () => {
    const world = filledWorld();
    world.summary = world.summary.flatMap((row) => [row, { ...row, round: 2 }]);
    for (const session of world.studies[0]!.sessions) session.answered = session.total;
    await openWorkbench(world, '#/results');
    const answer = page.getByRole('region', { name: 'The answer' });
    await expect.element(answer.getByRole('cell', { name: 'SAP, round 2' }).first()).toBeVisible();
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
    const { given } = await openWorkbench(world, '#/results');
    await expect.element(page.getByRole('button', { name: 'Export responses' })).toBeVisible();
    // In one row of a window of 1280 pixels.
    await page.viewport(1280, 720);
    const exports = page.getByRole('group', { name: 'Exports' });
    const middles = [...exports.element().children].map((one) => {
      const { top, bottom } = one.getBoundingClientRect();
      return Math.round((top + bottom) / 2);
    });
    expect(Math.max(...middles) - Math.min(...middles)).toBeLessThan(4);
    await exports.getByLabelText('Table').selectOptions('Over all readers');
    await exports.getByRole('button', { name: 'Export table' }).click();
    await expect.poll(() => given('results.export')).toMatchObject({ what: 'panel-csv' });
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

  it('say what all readers together made of an arm, that few readers are fixed, and from which size one sees an attack', async () => {
    const world = filledWorld();
    world.responses = [10, 20, 40].flatMap((epsilon) =>
      ['Dr. Okafor', 'Dr. Lindqvist'].flatMap((reader) =>
        Array.from({ length: 20 }, (_, i) => ({
          ...responseRow(i),
          ...{ reader, session_id: reader, arm: `SAP ${epsilon}`, epsilon_uv: epsilon },
          response_hash: `${reader} ${epsilon} ${i}`,
          correct: i < 10 + epsilon / 4 || epsilon === 40 ? (1 as const) : (0 as const),
        })),
      ),
    );
    await openResults(world);
    const panel = page.getByRole('region', { name: 'Table: Over all readers' });
    const row = panel.getByRole('row').filter({ hasText: /SAP 40\s*–\s*fixed/ });
    await expect.element(row).toMatchTextContent(/fixed\s*2\s*20\s*1\.000/);
    await expect
      .element(page.getByText('fewer than five readers, so that readers are fixed', { exact: false }))
      .toBeVisible();
    await expect.element(page.getByText(/^Dr\. Okafor sees SAP from 1\d µV \(95 % interval/)).toBeVisible();
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

  it('line up the columns of the cards of all tasks, and save each figure with its numbers', async () => {
    await openResults();
    const places = page
      .getByRole('region', { name: 'The answer' })
      .getByRole('figure')
      .elements()
      .map((figure) =>
        [...figure.querySelectorAll('thead :is(th, td)')].map((head) => Math.round(head.getBoundingClientRect().left)),
      );
    expect(places).toHaveLength(2);
    expect(places[0]).toEqual(places[1]);
    const figures = page.getByRole('region', { name: 'Figures' });
    const save = figures.getByRole('group', { name: /^Save Right answers of each reader in each arm, Han/ });
    await expect.element(save.getByRole('button', { name: 'CSV' })).toBeVisible();
    const said = [...figures.element().querySelectorAll('svg desc')].map(({ textContent }) => textContent);
    expect(said.join()).toMatch(/Dr\. Okafor: [\d.]+ % of [\d,]+ answers right/);
    expect(await violations()).toEqual([]);
    // What the study has nothing for is said in words.
    await expect.element(figures).toMatchTextContent('No reader has answered three budgets ε or more of one attack');
  });

  it('replay to one reader own answers, trial by trial with the keys, with the truth and δ', async () => {
    const { given } = await openResults();
    await page.getByRole('region', { name: 'Replays' }).getByRole('link', { name: 'Dr. Okafor' }).click();
    await expect.element(page.getByRole('heading', { name: 'Replay of Dr. Okafor' })).toBeVisible();
    await expect.element(page.getByRole('heading', { name: 'Trial 1: right' })).toBeVisible();
    await expect.element(page.getByText('The upper tracing was the real one, A07000', { exact: false })).toBeVisible();
    await expect.element(page.getByText('Perturbation δ, µV')).toBeVisible();
    await userEvent.keyboard('n');
    await expect.element(page.getByRole('heading', { name: 'Trial 2: wrong' })).toBeVisible();
    await expect.element(page.getByRole('heading', { name: 'Both tracings' })).toBeVisible();
    expect(await violations()).toEqual([]);
    await userEvent.keyboard('p');
    await expect.element(page.getByRole('heading', { name: 'Trial 1: right' })).toBeVisible();
    await page.getByRole('button', { name: 'Page for this reader' }).click();
    await expect.poll(() => given('results.replayPage')).toEqual(given('results.replay'));
  });
});
