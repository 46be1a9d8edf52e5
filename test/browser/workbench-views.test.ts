import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { openWorkbench } from './fixtures/open-workbench.ts';
import { RECORD_PIECE_SAMPLES } from '../../src-shared/contract/datasets.ts';
import { LONG_RECORD, TWELVE_LEAD_RECORD } from './fixtures/record-data.ts';
import { emptyWorld, filledWorld } from './fixtures/workbench-data.ts';

describe('a view without anything in it', () => {
  it.each([
    ['datasets', 'There are no records yet', 'Import records', 'import <archive or folder>'],
    ['models', 'There is no model yet', 'Train a model', 'train --model compact'],
    ['attacks', 'No attack has been run yet', 'Start an attack', 'attack --method sap'],
    ['studies', 'There is no study yet', 'Design a study', 'study create studies/demo'],
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

  it('show a long record in parts, one after the other', async () => {
    const { given } = await openWorkbench(filledWorld(), `#/datasets/d1/${LONG_RECORD}`);
    const [earlier, later] = ['Earlier', 'Later'].map((name) => page.getByRole('button', { name }));
    await expect.element(page.getByText('Part 1 of 3, from 0.0 min')).toBeVisible();
    await expect.element(earlier!).toBeDisabled();
    await later!.click();
    await expect.element(page.getByText('Part 2 of 3, from 1.7 min')).toBeVisible();
    expect(given('datasets.record')).toEqual({ recordId: LONG_RECORD, fromSample: RECORD_PIECE_SAMPLES });
    await later!.click();
    await expect.element(page.getByText('Part 3 of 3, from 3.3 min')).toBeVisible();
    await expect.element(later!).toBeDisabled();
    await earlier!.click();
    await expect.element(page.getByText('Part 2 of 3, from 1.7 min')).toBeVisible();
    await page.getByRole('button', { name: 'A00002' }).click();
    await expect.element(page.getByRole('heading', { name: 'A00002' })).toBeVisible();
    await expect.element(later!).not.toBeInTheDocument();
  });

  it('of twelve leads are shown as they are printed, or the one that is read alone', async () => {
    const { given } = await openWorkbench(filledWorld(), `#/datasets/d1/${TWELVE_LEAD_RECORD}`);
    const sheet = ['I, aVR, V1, V4', 'II, aVL, V2, V5', 'III, aVF, V3, V6', 'I (read)'];
    for (const line of sheet) {
      const name = `Record A00009: ${line.replace(/^I,/, 'I (read),')}`;
      await expect.element(page.getByRole('img', { name, exact: true })).toBeVisible();
    }
    await expect.element(page.getByText('Part 1 of 3, from 0.0 min')).toBeVisible();
    await page.getByRole('button', { name: 'Later' }).click();
    await expect.element(page.getByText('Part 2 of 3, from 0.2 min')).toBeVisible();
    expect(given('datasets.leads')).toEqual({ recordId: TWELVE_LEAD_RECORD, fromSample: 3000 });
    await page.getByRole('button', { name: 'Lead I', exact: true }).click();
    await expect.element(page.getByRole('img', { name: /^Tracing of record A00009/ })).toBeVisible();
    await expect.element(page.getByText('of I, II, III, aVR, aVL, aVF, V1–V6')).toBeVisible();
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
        /450 trials.*Dataset training2017 ?Model compact ?Records Test split, all classes, fooled ones only ?Similarity margin 0\.60/,
      );
    await expect
      .element(study.getByRole('progressbar', { name: 'Progress of Dr. Moreau' }))
      .toHaveAttribute('aria-valuenow', '29');
    await expect.element(study.getByText('131 of 450')).toBeVisible();
  });
});
