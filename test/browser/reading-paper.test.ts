import axe from 'axe-core';
import { describe, expect, it } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { chooseByKey, frames, inFreshWindow, REAL, startReading } from './open-reading.ts';
import type { ReadingClientOptions } from './reading-client.ts';

inFreshWindow();

const ALL = { speed: true, gain: true, amplitudeZoom: true, filter: true };
const PX_PER_SECOND = (25 * 96) / 25.4;
const canvases = () => [...document.querySelectorAll('canvas')];
const boxes = () => canvases().map((canvas) => canvas.getBoundingClientRect());
const secondsSeen = () => page.getByRole('scrollbar').element().getAttribute('aria-valuetext');
const select = (name: string) => page.getByRole('combobox', { name });

async function startFullHeight(display: ReadingClientOptions['display']) {
  const client = await startReading({ questions: [REAL, REAL], display: display ?? {} });
  (document.body.firstElementChild as HTMLElement).style.height = '100vh';
  await frames(4);
  return client;
}

async function answerFirst(): Promise<void> {
  await chooseByKey('1');
  await userEvent.keyboard('{Enter}');
  await expect.poll(() => document.querySelector('header p')?.textContent).toContain('2 of 2');
}

function colorAtCorner(canvas: HTMLCanvasElement): string {
  const pixel = canvas.getContext('2d')?.getImageData(canvas.width - 8, canvas.height - 3, 1, 1).data ?? [];
  return [...pixel].slice(0, 3).join(' ');
}

describe('the layout of a study', () => {
  it('puts the tracings beside one another, and calls them so', async () => {
    const client = await startFullHeight({ layout: 'side-by-side' });
    const [left, right] = boxes();
    expect(left?.top).toBe(right?.top);
    expect(right?.left).toBeGreaterThan(left?.right ?? Infinity);
    await expect.element(page.getByRole('img', { name: 'ECG 2, right' })).toBeVisible();
    expect(document.body.textContent).not.toMatch(/upper|lower/);
    await page.getByRole('button', { name: '1 left' }).click();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => client.received.length).toBe(1);
    expect(client.received[0]?.answer).toBe('1');
  });

  it('shows 30 s at once in rows of ten seconds on a large screen', async () => {
    await page.viewport(1920, 1080);
    await startFullHeight({ layout: 'rows' });
    await expect.poll(() => canvases().length).toBe(6);
    expect(secondsSeen()).toBe('0.0 to 30.0 s');
    for (const { width } of boxes()) expect(width).toBeGreaterThanOrEqual(Math.floor(10 * PX_PER_SECOND));
    const tops = boxes().map(({ top }) => top);
    expect(tops).toEqual(tops.toSorted((a, b) => a - b));
    expect(document.documentElement.scrollHeight).toBeLessThanOrEqual(window.innerHeight);
  });

  it('shows as many rows as a smaller window has room for, and moves all of them', async () => {
    await startFullHeight({ layout: 'rows' });
    await expect.poll(() => canvases().length).toBeLessThan(6);
    const rows = canvases().length / 2;
    expect(secondsSeen()).toBe(`0.0 to ${10 * rows}.0 s`);
    await userEvent.keyboard('{ArrowRight}{ArrowRight}');
    await expect.poll(secondsSeen).toBe(`2.0 to ${10 * rows + 2}.0 s`);
    await userEvent.keyboard('{End}');
    await expect.poll(secondsSeen).toBe(`${30 - 10 * rows}.0 to 30.0 s`);
    expect(document.documentElement.scrollHeight).toBeLessThanOrEqual(window.innerHeight);
  });

  it('keeps the scale in a window of another size: only how much is seen changes', async () => {
    await startFullHeight({});
    const scale = () => {
      const [from, to] = (secondsSeen() ?? '').match(/[\d.]+/g)?.map(Number) ?? [];
      const track = page.getByRole('scrollbar').element();
      return Number(track.getAttribute('aria-valuemax')) / (30 - ((to ?? 0) - (from ?? 0)));
    };
    expect(Math.abs(scale() - PX_PER_SECOND)).toBeLessThan(0.5);
    const before = secondsSeen();
    await page.viewport(900, 640);
    await expect.poll(secondsSeen).not.toBe(before);
    expect(Math.abs(scale() - PX_PER_SECOND)).toBeLessThan(0.5);
  });
});

describe('the colours of the paper', () => {
  it.each([
    ['light', '255 253 251'],
    ['dark', '17 22 27'],
    ['colour-blind-safe', '255 255 255'],
  ] as const)('are %s where the protocol says so, and go with the answer', async (theme, paper) => {
    const client = await startFullHeight({ theme });
    expect(document.querySelector('select')).toBeNull();
    const colors = new Set(canvases().map(colorAtCorner));
    expect([...colors]).toEqual([paper]);
    await answerFirst();
    expect(client.received[0]?.paperTheme).toBe(theme);
  });

  it('are the reader’s choice where the protocol leaves them open', async () => {
    const client = await startFullHeight({ theme: 'open' });
    await select('Colours of the paper').selectOptions('colour-blind-safe');
    await expect.poll(() => canvases().map(colorAtCorner)).toEqual(['255 255 255', '255 255 255']);
    await answerFirst();
    expect(client.received[0]?.paperTheme).toBe('colour-blind-safe');
    expect(client.received[0]?.events).toContainEqual(
      expect.objectContaining({ kind: 'theme', value: 'colour-blind-safe' }),
    );
  });
});

describe('what a reader may change', () => {
  it('is nothing, unless the protocol lets it', async () => {
    await startFullHeight({});
    expect(document.querySelector('select')).toBeNull();
    expect(document.querySelector('header')?.textContent).toMatch(/25 mm\/s\s+10 mm\/mV/);
  });

  it('offers what the protocol lets it, no more', async () => {
    await startFullHeight({ readerMay: { ...ALL, amplitudeZoom: false, filter: false, speed: false } });
    const options = [...document.querySelectorAll('option')].map(({ textContent }) => textContent);
    expect(options).toEqual(['5 mm/mV', '10 mm/mV', '20 mm/mV']);
  });

  it('is recorded, with the seconds that were seen, and leaves the keys of the list to the list', async () => {
    const client = await startFullHeight({ readerMay: ALL });
    await select('Speed of the paper').selectOptions('50 mm/s');
    await select('Gain of the paper').selectOptions('40 mm/mV');
    await select('Filter of the display').selectOptions('0.5-40 Hz');
    (select('Filter of the display').element() as HTMLElement).focus();
    await userEvent.keyboard('{ArrowUp}');
    expect(document.querySelector('[aria-pressed="true"][data-answer]')).toBeNull();
    await select('Filter of the display').selectOptions('0.5-40 Hz');
    (document.activeElement as HTMLElement).blur();
    await userEvent.keyboard('{End}');
    await new Promise((resolve) => setTimeout(resolve, 400));
    await answerFirst();
    const events = client.received[0]?.events ?? [];
    expect(events[0]).toMatchObject({ kind: 'view', atMs: 0 });
    expect(events[0]?.value).toMatch(/^0\.0-1\d\.\d$/);
    expect(events.find(({ kind }) => kind === 'speed')?.value).toBe(50);
    expect(events.find(({ kind }) => kind === 'gain')?.value).toBe(40);
    expect(events.findLast(({ kind }) => kind === 'filter')?.value).toBe('0.5-40 Hz');
    expect(events.findLast(({ kind }) => kind === 'view')?.value).toMatch(/^2\d\.\d-30\.0$/);
    const times = events.map(({ atMs }) => atMs);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
    await frames(4);
    await answerSecond();
    const next = client.received[1]?.events ?? [];
    expect(next.map(({ kind, value }) => [kind, kind === 'view' ? '' : value]).toSorted()).toEqual([
      ['filter', '0.5-40 Hz'],
      ['gain', 40],
      ['speed', 50],
      ['view', ''],
    ]);

    async function answerSecond(): Promise<void> {
      await chooseByKey('1');
      await userEvent.keyboard('{Enter}');
      await expect.poll(() => client.received.length).toBe(2);
    }
  });

  it('has a name for every control', async () => {
    await startFullHeight({ theme: 'open', readerMay: ALL, layout: 'side-by-side' });
    const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } });
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
});
