import { afterEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { MINIMAL_PERTURBATION } from '../unit/figures/sample-figures.ts';
import { catchFiles } from './fixtures/catch-files.ts';
import { openWorkbench } from './fixtures/open-workbench.ts';
import { filledWorld } from './fixtures/workbench-data.ts';

afterEach(() => void vi.restoreAllMocks());

/** Red, green and blue of each pixel of a chart. */
function pixelsOf(chart: Element): number[][] {
  const canvas = chart.querySelector('canvas');
  if (canvas === null) return [];
  const { data } = canvas.getContext('2d')!.getImageData(0, 0, canvas.width, canvas.height);
  return Array.from({ length: data.length / 4 }, (_, i) => [...data.subarray(4 * i, 4 * i + 3)]);
}

describe('an example', () => {
  it('is magnified and moved by keys and by the wheel', async () => {
    await openWorkbench(filledWorld(), '#/attacks/r1/1');
    const tracings = page.getByRole('group', { name: /^Tracings/ });
    await expect.element(tracings).toBeVisible();
    (tracings.element() as HTMLElement).focus();
    await userEvent.keyboard('++');
    await expect.element(page.getByRole('button', { name: '2.0×' })).toBeVisible();
    const place = page.getByRole('slider', { name: 'Position in the tracing' });
    const start = (): number => Number.parseFloat(place.element().getAttribute('aria-valuetext') ?? '');
    const before = start();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}');
    await expect.poll(start).toBeCloseTo(before + 2, 1);
    await userEvent.keyboard('{Home}0');
    await expect.element(page.getByRole('button', { name: '1.0×' })).toBeVisible();
    tracings
      .element()
      .dispatchEvent(new WheelEvent('wheel', { deltaY: -500, ctrlKey: true, bubbles: true, cancelable: true }));
    await expect.element(page.getByRole('button', { name: '2.7×' })).toBeVisible();
    await page.getByRole('button', { name: 'Fit' }).click();
    await expect.poll(() => place.element().getAttribute('aria-valuetext')).toBe('0.0 to 30.0 seconds');
  });

  it('shows both tracings where they part by less than a line, with the key beside the paper', async () => {
    await openWorkbench(filledWorld(), '#/attacks/r1/1');
    const strip = page.getByRole('img', { name: /overlaid$/ });
    const isBlue = ([r, g, b]: number[]): boolean => b! > r! + 60 && b! > g! + 40;
    const isGrey = ([r, g, b]: number[]): boolean => Math.max(r!, g!, b!) - Math.min(r!, g!, b!) < 24 && r! < 190;
    await expect.poll(() => pixelsOf(strip.element()).filter(isBlue).length).toBeGreaterThan(300);
    expect(pixelsOf(strip.element()).filter(isGrey).length).toBeGreaterThan(300);
    const key = page.getByText('Attacked', { exact: true }).element().getBoundingClientRect();
    expect(key.bottom).toBeLessThanOrEqual(strip.element().getBoundingClientRect().top);
  });

  it('leads to the next of the list as it was ordered, and back to that list', async () => {
    const { given } = await openWorkbench(filledWorld(), '#/attacks/r1');
    await page.getByRole('button', { name: 'Largest |δ|, µV' }).click();
    await page.getByRole('row').nth(1).getByRole('button').click();
    await expect.element(page.getByRole('button', { name: 'Next example' })).toBeEnabled();
    await expect.element(page.getByRole('button', { name: 'Previous example' })).toBeDisabled();
    const [, , first] = location.hash.split('/').slice(1);
    await userEvent.keyboard('n');
    await expect.poll(() => location.hash.split('/').slice(1)[2]).not.toBe(first);
    expect(given('attacks.neighbours')).toMatchObject({ list: { runId: 'r1', sort: 'linf', descending: true } });
    await page.getByRole('link', { name: /^Examples of/ }).click();
    await expect
      .element(page.getByRole('columnheader', { name: 'Largest |δ|, µV' }))
      .toHaveAttribute('aria-sort', 'descending');
  });

  it('is shown overlaid or apart, with all measures, also in pixels of this display', async () => {
    await openWorkbench(filledWorld(), '#/attacks/r1/1');
    await page.getByRole('button', { name: 'Apart' }).click();
    await expect.element(page.getByRole('img', { name: /^Original tracing of/ })).toBeVisible();
    await expect.element(page.getByRole('img', { name: /^Attacked tracing of/ })).toBeVisible();
    const pixels = ((0.1 * 96) / 25.4) * window.devicePixelRatio;
    const row = page.getByRole('row', { name: /^on this display/ });
    await expect.element(row).toMatchTextContent(new RegExp(`${pixels.toFixed(2)}\\s*px`));
    await expect.element(page.getByRole('row', { name: /^R-R change, largest/ })).toMatchTextContent(/3\.3\s*ms/);
    await expect.element(page.getByRole('row', { name: /^above 40 Hz/ })).toMatchTextContent(/0\.0 %/);
  });

  it('is saved as a drawing with colours of its own, and as a picture of 300 dots to the inch', async () => {
    const files = catchFiles();
    await openWorkbench(filledWorld(), '#/attacks/r1/1');
    const exports = page.getByRole('group', { name: 'Save Spectra, A03524 SAP' });
    await exports.getByRole('button', { name: 'SVG' }).click();
    await exports.getByRole('button', { name: 'PNG' }).click();
    await expect
      .poll(() => files.map(({ name }) => name))
      .toEqual(['spectra-a03524-sap.svg', 'spectra-a03524-sap.png']);
    const svg = (await files[0]?.blob.text()) ?? '';
    const drawing = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
    expect(drawing.tagName).toBe('svg');
    expect(svg).not.toContain('var(');
    const picture = await createImageBitmap(files[1]?.blob ?? new Blob());
    expect(picture.width).toBe(Math.round((300 / 96) * Number(drawing.getAttribute('width'))));
  });
});

describe('the tracings of an example', () => {
  it('are saved magnified as they are seen, on paper that says by how much', async () => {
    const files = catchFiles();
    await openWorkbench(filledWorld(), '#/attacks/r1/1');
    const tracings = page.getByRole('group', { name: /^Tracings/ });
    await expect.element(tracings).toBeVisible();
    const save = page.getByRole('group', { name: 'Save Tracings of A03524 SAP' }).getByRole('button', { name: 'SVG' });
    await save.click();
    tracings
      .element()
      .dispatchEvent(new WheelEvent('wheel', { deltaY: -900, ctrlKey: true, bubbles: true, cancelable: true }));
    await expect.element(page.getByRole('button', { name: '6.0×' })).toBeVisible();
    await save.click();
    await expect.poll(() => files.length).toBe(2);
    const [plain, magnified] = await Promise.all(files.map(({ blob }) => blob.text()));
    expect(plain).toContain('paper 25 mm/s, 10 mm/mV');
    expect(magnified).toContain('paper 100 mm/s, 40 mm/mV');
    expect(Number(/width="(\d+)"/.exec(magnified ?? '')?.[1])).toBeGreaterThanOrEqual(480);
  });
});

describe('the probabilities of an example', () => {
  it('are saved as the paired bars that are seen', async () => {
    const files = catchFiles();
    await openWorkbench(filledWorld(), '#/attacks/r1/1');
    const exports = page.getByRole('group', { name: 'Save Class probabilities of A03524 SAP' });
    await exports.getByRole('button', { name: 'SVG' }).click();
    await expect.poll(() => files.map(({ name }) => name)).toEqual(['class-probabilities-of-a03524-sap.svg']);
    expect(await files[0]?.blob.text()).toContain('Other 0.061 before and 0.869 after');
  });
});

describe('an analysis', () => {
  it.each([
    ['a1', 'Success against the budget', /10\.0\s*1\s*\d+ of 90/],
    ['a2', 'Minimal perturbation', /Normal\s*10\s*4\.0\s*3\.0 to more than 150\.0/],
    ['a3', 'Targeted attacks', /Normal\s*AF\s*17 of 90\s*0\.189/],
    ['a4', 'The band of A00007', /Control: random directions\s*0\.012\s*12 of 1,000/],
    ['a5', 'Transfer', /Noise control\s*0\.023\s*2 of 88/],
    ['a7', 'After a device', /All of them in turn\s*0\.100\s*2 of 20/],
    ['a6', 'Certificates', /Correct and certified at ε 2\.0 µV\s*0\.520\s*52 of 100/],
  ])('%s shows its figure, its numbers and what it was made from', async (id, title, numbers) => {
    await openWorkbench(filledWorld(), `#/attacks/analyses/${id}`);
    await expect.element(page.getByRole('heading', { level: 2, name: title })).toBeVisible();
    expect(document.querySelector('figure svg[role="img"] title')?.textContent).not.toBe('');
    await expect.element(page.getByRole('main')).toMatchTextContent(numbers);
    const provenance = page.getByRole('region', { name: 'How it was made' });
    await expect.element(provenance).toMatchTextContent(/Model compact.*TensorFlow 2\.21\.0/s);
  });

  it('gives no interval of one record, and no median of none', async () => {
    const world = filledWorld();
    const least = world.analyses.find(({ kind }) => kind === 'least-perturbation');
    if (least?.kind !== 'least-perturbation') throw new Error('The filled world has a least perturbation.');
    const few = new Map([
      [2, { records: 1, medianUv: 2 }],
      [3, { records: 0, medianUv: null }],
    ]);
    least.result = {
      ...MINIMAL_PERTURBATION,
      medians: MINIMAL_PERTURBATION.medians.map((median) => {
        const of = few.get(median.class ?? -1);
        return of ? { ...median, ...of, interval: [null, null] } : median;
      }),
    };
    await openWorkbench(world, '#/attacks/analyses/a2');
    await expect.element(page.getByRole('row', { name: /^Other/ })).toMatchTextContent(/Other\s*1\s*2\.0\s*–$/);
    await expect.element(page.getByRole('row', { name: /^Noise/ })).toMatchTextContent(/Noise\s*0\s*–\s*–$/);
  });

  it('whose result this version cannot read says so, and what to do', async () => {
    const sentence = 'Row a5 of analyses cannot be read (targetCorrect: missing). Repeat the analysis.';
    const world = { ...filledWorld(), refusal: new AppError('damaged', sentence) };
    await openWorkbench(world, '#/attacks/analyses/a5');
    const note = page.getByRole('main').getByRole('alert');
    await expect.element(note).toMatchTextContent(/cannot be read.*targetCorrect.*Repeat the analysis/s);
  });

  it('is started from a form in µV, with what a preset fills in', async () => {
    const { given } = await openWorkbench(filledWorld(), '#/attacks/analyses');
    await page.getByRole('button', { name: 'Start an analysis' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabelText('Budgets ε, µV').fill('5, 10');
    await dialog.getByLabelText('Preset').selectOptions('Han et al. 2020: PGD');
    await expect.element(dialog.getByLabelText('Method')).toHaveValue('pgd');
    await expect.element(dialog.getByLabelText('Budget ε', { exact: true })).not.toBeInTheDocument();
    const command =
      'curve --method pgd --dataset training2017 --model compact --split test --limit 50 --protocol han2020 --epsilons 5,10';
    await expect.element(dialog.getByText(command, { exact: false })).toBeVisible();
    await dialog.getByRole('button', { name: 'Start' }).click();
    await expect.element(dialog).not.toBeInTheDocument();
    expect(given('analyses.start')).toMatchObject({
      request: {
        kind: 'epsilon-curve',
        modelId: 'compact',
        datasetId: 'd1',
        epsilonsUnits: [5, 10],
        attack: { method: 'pgd', target: 'han2020', pgdSteps: 20, randomStart: false },
      },
    });
  });

  it('says which budget is none', async () => {
    const { times } = await openWorkbench(filledWorld(), '#/attacks/analyses');
    await page.getByRole('button', { name: 'Start an analysis' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabelText('Budgets ε, µV').fill('5, ten');
    await dialog.getByRole('button', { name: 'Start' }).click();
    await expect.element(dialog.getByRole('alert')).toMatchTextContent('“ten” is not a budget');
    expect(times('analyses.start')).toBe(0);
  });
});
