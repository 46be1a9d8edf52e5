import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';
import '../../src-renderer/app.css';
import Read from '../../src-renderer/views/read/Read.svelte';
import { readingClient, type ReadingClientOptions } from './reading-client.ts';

const REAL = 'which-is-real';
const SAME = 'same-class';

let left = 0;

async function startReading(options: ReadingClientOptions) {
  const target = document.createElement('div');
  target.style.height = '720px';
  document.body.replaceChildren(target);
  const client = readingClient(options);
  left = 0;
  await render(Read, { target, props: { client: client as never, onLeave: () => (left += 1) } });
  await page.getByLabelText('Your name or code').fill('Ada');
  await userEvent.keyboard('{Enter}');
  if ((options.answered ?? 0) > 0) {
    await expect.element(page.getByText('Go on as Ada?')).toBeVisible();
    await userEvent.keyboard('{Enter}');
  }
  await expect.element(page.getByRole('main', { name: 'Reading' })).toBeVisible();
  return client;
}

const next = () => page.getByRole('button', { name: 'Next' });
const upper = () => page.getByRole('button', { name: '1 upper' });
const lower = () => page.getByRole('button', { name: '2 lower' });
const progress = () => document.querySelector('header p')?.textContent?.replaceAll(/\s+/g, ' ').trim();
const frames = (count: number) =>
  new Promise<void>((resolve) => {
    const wait = (left: number) => (left === 0 ? resolve() : requestAnimationFrame(() => wait(left - 1)));
    wait(count);
  });

/** Chooses once the tracings are on the screen; then Enter would confirm. */
async function chooseByKey(key: string): Promise<void> {
  await frames(4);
  await userEvent.keyboard(key);
  await expect.element(next()).toBeEnabled();
}

beforeEach(() => page.viewport(1280, 720));
afterEach(() => {
  vi.restoreAllMocks();
  document.body.replaceChildren();
});

describe('reading by keyboard', () => {
  it('goes from the first pair to the thanks with digits, arrows and Enter alone', async () => {
    const client = await startReading({ questions: [REAL, REAL, REAL, SAME, SAME] });
    const keys = ['1', '{ArrowDown}', '{ArrowUp}', '1', '2'];
    for (const [index, key] of keys.entries()) {
      await expect.poll(progress).toBe(`${index + 1} of 5`);
      await chooseByKey(key);
      await userEvent.keyboard('{Enter}');
    }
    await expect.element(page.getByText(/All 5 pairs are answered/)).toBeVisible();
    expect(client.received.map(({ answer }) => answer)).toEqual(['1', '2', '1', 'same', 'different']);
    expect(client.received.map(({ trialId }) => trialId)).toEqual(client.trialIds);
    for (const response of client.received) {
      expect(response).toMatchObject({
        sessionId: client.sessionId,
        input: 'keyboard',
        choiceChanges: 0,
        focusLost: 0,
        devicePixelRatio: window.devicePixelRatio,
        pxPerMm: 96 / 25.4,
        viewportWidthPx: window.innerWidth,
      });
      expect(response.responseTimeMs).toBeGreaterThan(0);
      expect(response.responseTimeMs).toBeLessThan(10_000);
    }
    await page.getByRole('button', { name: 'Back' }).click();
    expect(left).toBe(1);
  });

  it('does nothing on Enter until there is a choice', async () => {
    const client = await startReading({ questions: [REAL, REAL] });
    await frames(4);
    await userEvent.keyboard('{Enter}{Enter}');
    await expect.element(next()).toBeDisabled();
    expect(client.received).toEqual([]);
    expect(progress()).toBe('1 of 2');
  });

  it('does nothing on Enter until both tracings are on the screen, and counts the time from there', async () => {
    const client = await startReading({ questions: [REAL, REAL] });
    await chooseByKey('1');
    const held: FrameRequestCallback[] = [];
    const screen = vi.spyOn(window, 'requestAnimationFrame').mockImplementation((callback) => held.push(callback));
    await userEvent.keyboard('{Enter}');
    await expect.poll(progress).toBe('2 of 2');
    await userEvent.keyboard('2');
    await expect.element(lower()).toHaveAttribute('aria-pressed', 'true');
    await new Promise((resolve) => setTimeout(resolve, 500));
    await userEvent.keyboard('{Enter}');
    await expect.element(next()).toBeDisabled();
    expect(client.received).toHaveLength(1);
    // One frame brings the drawing to the screen, in the next one it has been seen.
    for (const callback of held.splice(0)) callback(performance.now());
    await expect.element(next()).toBeDisabled();
    for (const callback of held.splice(0)) callback(performance.now());
    screen.mockRestore();
    await expect.element(next()).toBeEnabled();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => client.received.length).toBe(2);
    expect(client.received[1]?.responseTimeMs).toBeLessThan(500);
  });

  it('does not race on while a key is held', async () => {
    const client = await startReading({ questions: [REAL, REAL, REAL] });
    await chooseByKey('1');
    await userEvent.keyboard('{Enter>8/}');
    await expect.poll(progress).toBe('2 of 3');
    const one = (repeat: boolean) =>
      document.activeElement?.dispatchEvent(
        new KeyboardEvent('keydown', { key: '1', repeat, bubbles: true, cancelable: true }),
      );
    await frames(4);
    one(false);
    await expect.element(upper()).toHaveAttribute('aria-pressed', 'true');
    await userEvent.keyboard('{Enter}');
    await expect.poll(progress).toBe('3 of 3');
    await frames(4);
    // 1 is still down: its repeats must not choose for the third pair.
    for (let times = 0; times < 5; times++) one(true);
    await frames(4);
    await expect.element(upper()).toHaveAttribute('aria-pressed', 'false');
    await userEvent.keyboard('{Enter}');
    expect(client.received).toHaveLength(2);
  });

  it('counts changes of mind and marks the chosen tracing by more than colour', async () => {
    const client = await startReading({ questions: [REAL] });
    await chooseByKey('1');
    await userEvent.keyboard('1');
    await expect.element(upper()).toHaveAttribute('aria-pressed', 'true');
    expect(page.getByLabelText('Upper tracing').element().textContent).toContain('✓');
    await userEvent.keyboard('{ArrowDown}');
    await expect.element(lower()).toHaveAttribute('aria-pressed', 'true');
    expect(page.getByLabelText('Upper tracing').element().textContent).not.toContain('✓');
    expect(page.getByLabelText('Lower tracing').element().textContent).toContain('✓');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => client.received.length).toBe(1);
    expect(client.received[0]).toMatchObject({ answer: '2', choiceChanges: 1 });
  });

  it('never takes Enter on an answer reached by Tab for a confirmation of the other one', async () => {
    const client = await startReading({ questions: [REAL] });
    await chooseByKey('1');
    (lower().element() as HTMLElement).focus();
    await userEvent.keyboard('{Enter}');
    await expect.element(lower()).toHaveAttribute('aria-pressed', 'true');
    expect(client.received).toEqual([]);
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => client.received.map(({ answer }) => answer)).toEqual(['2']);
  });

  it('moves both tracings along together and back to the start with the next pair', async () => {
    await startReading({ questions: [REAL, REAL] });
    const bar = () => page.getByRole('scrollbar', { name: 'Time' }).element().getAttribute('aria-valuetext');
    await frames(4);
    const before = pixels();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}');
    await expect.poll(bar).toMatch(/^2.0 to /);
    await frames(2);
    const after = pixels();
    expect(after[0]).not.toEqual(before[0]);
    expect(after[1]).not.toEqual(before[1]);
    await userEvent.keyboard('{End}');
    await expect.poll(bar).toMatch(/ to 30.0 s$/);
    await userEvent.keyboard('{PageUp}{Home}');
    await expect.poll(bar).toMatch(/^0.0 to /);
    await userEvent.keyboard('{ArrowRight}');
    await chooseByKey('1');
    await userEvent.keyboard('{Enter}');
    await expect.poll(progress).toBe('2 of 2');
    await expect.poll(bar).toMatch(/^0.0 to /);
  });
});

/** A column of squares of both papers, as text. */
function pixels(): string[] {
  return [...document.querySelectorAll('canvas')].map((canvas) => {
    const context = canvas.getContext('2d');
    return String(
      context
        ?.getImageData(100, 0, 400, canvas.height)
        .data.reduce((sum, byte, at) => (sum * 31 + byte * (at % 97)) % 1e9, 7),
    );
  });
}

describe('reading by pointer', () => {
  it('chooses by button or on the tracing itself, and confirms by button', async () => {
    const client = await startReading({ questions: [REAL, REAL] });
    await lower().click();
    await next().click();
    await expect.poll(progress).toBe('2 of 2');
    await page.getByRole('img', { name: /ECG 1/ }).click();
    await expect.element(upper()).toHaveAttribute('aria-pressed', 'true');
    await next().click();
    await expect
      .poll(() => client.received.map(({ answer, input }) => [answer, input]))
      .toEqual([
        ['2', 'pointer'],
        ['1', 'pointer'],
      ]);
  });
});

describe('storing an answer', () => {
  it('takes nothing while the answer is on its way', async () => {
    const client = await startReading({ questions: [REAL, REAL] });
    await chooseByKey('1');
    const release = client.hold();
    await userEvent.keyboard('{Enter}');
    await expect.element(upper()).toBeDisabled();
    await expect.element(lower()).toBeDisabled();
    await expect.element(next()).toBeDisabled();
    await userEvent.keyboard('2{Enter}');
    expect(client.received).toHaveLength(1);
    expect(progress()).toBe('1 of 2');
    release();
    await expect.poll(progress).toBe('2 of 2');
  });

  it.each([
    ['before', false],
    ['after', true],
  ])('keeps the answer when it fails %s it was stored, and sends the very same again', async (_, afterStoring) => {
    const client = await startReading({ questions: [SAME, SAME], failures: { times: 2, afterStoring } });
    await chooseByKey('2');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByRole('alert')).toHaveTextContent('Your answer is not stored yet. The disk is full.');
    await expect.element(page.getByRole('button', { name: '2 different' })).toHaveAttribute('aria-pressed', 'true');
    await userEvent.keyboard('1');
    await expect.element(page.getByRole('button', { name: '2 different' })).toHaveAttribute('aria-pressed', 'true');
    await page.getByRole('button', { name: 'Retry' }).click();
    await expect.poll(() => client.received.length).toBe(2);
    await expect.element(page.getByRole('button', { name: 'Retry' })).toBeEnabled();
    await userEvent.keyboard('{Enter}');
    await expect.poll(progress).toBe('2 of 2');
    expect(document.querySelector('[role="alert"]')).toBeNull();
    expect(client.received).toHaveLength(3);
    expect(client.received[1]).toEqual(client.received[0]);
    expect(client.received[2]).toEqual(client.received[0]);
    expect(client.stored.size).toBe(1);
  });
});

describe('another window of the same session', () => {
  it('goes on where the session is when it has answered the pair otherwise', async () => {
    const client = await startReading({ questions: [REAL, REAL, SAME] });
    await chooseByKey('1');
    client.answerElsewhere('2');
    client.answerElsewhere('1');
    await userEvent.keyboard('{Enter}');
    await expect.poll(progress).toBe('This pair was answered in another window. Going on at 3 of 3');
    expect(document.querySelector('[role="alert"]')).toBeNull();
    expect(client.opened[1]).toEqual({ studyId: client.studyId, reader: 'Ada' });
    expect([...client.stored.values()].map(({ answer }) => answer)).toEqual(['2', '1']);
    await chooseByKey('1');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText(/All 3 pairs are answered/)).toBeVisible();
    expect(client.received).toHaveLength(2);
  });

  it('ends when there is nothing left to answer, and says so only of the pair it was', async () => {
    const client = await startReading({ questions: [REAL, REAL, REAL] });
    await chooseByKey('1');
    client.answerElsewhere('2');
    await userEvent.keyboard('{Enter}');
    await expect.poll(progress).toMatch(/another window/);
    await chooseByKey('1');
    await userEvent.keyboard('{Enter}');
    await expect.poll(progress).toBe('3 of 3');
    await chooseByKey('1');
    client.answerElsewhere('2');
    await userEvent.keyboard('{Enter}');
    await expect.element(page.getByText(/All 3 pairs are answered/)).toBeVisible();
  });
});

describe('a pause', () => {
  it('covers the tracings, takes no answer meanwhile, and is recorded as lost focus', async () => {
    const client = await startReading({ questions: [REAL] });
    await chooseByKey('1');
    await userEvent.keyboard('p');
    await expect.element(page.getByRole('dialog', { name: 'Pause' })).toBeVisible();
    for (const canvas of document.querySelectorAll('canvas'))
      expect(getComputedStyle(canvas).visibility).toBe('hidden');
    await userEvent.keyboard('2');
    await userEvent.keyboard('{Escape}');
    await expect.element(upper()).toHaveAttribute('aria-pressed', 'true');
    window.dispatchEvent(new Event('blur'));
    window.dispatchEvent(new Event('focus'));
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => client.received.length).toBe(1);
    expect(client.received[0]).toMatchObject({ answer: '1', focusLost: 2, choiceChanges: 0 });
  });

  it('lets the reader leave, and says where the reading goes on', async () => {
    await startReading({ questions: [REAL, REAL, REAL], answered: 1 });
    await expect.poll(progress).toBe('Going on at 2 of 3');
    await userEvent.keyboard('{Escape}');
    await page.getByRole('button', { name: 'Leave the reading' }).click();
    await page.getByLabelText('Your name or code').fill('Ada');
    await page.getByRole('button', { name: 'Start reading' }).click();
    await expect.element(page.getByRole('status')).toMatchTextContent('1 of 3 pairs are answered.');
    await page.getByRole('button', { name: 'Go on at 2 of 3' }).click();
    await expect.poll(progress).toBe('Going on at 2 of 3');
    await chooseByKey('1');
    await userEvent.keyboard('{Enter}');
    await expect.poll(progress).toBe('3 of 3');
  });
});

describe('the screen', () => {
  it.each([
    [1280, 720],
    [1024, 640],
    [1920, 1080],
  ])('shows both tracings, question and buttons at %s × %s without scrolling', async (width, height) => {
    await page.viewport(width, height);
    await startReading({ questions: [SAME], instructions: 'Classes: normal, AF, other, noise.' });
    (document.body.firstElementChild as HTMLElement).style.height = '100vh';
    await frames(4);
    expect(document.documentElement.scrollHeight).toBeLessThanOrEqual(window.innerHeight);
    const papers = page.getByRole('img').elements();
    expect(papers).toHaveLength(2);
    const heights = papers.map((paper) => paper.getBoundingClientRect().height);
    expect(heights[0]).toBe(heights[1]);
    expect(heights[0]).toBeGreaterThan((3 * 10 * 96) / 25.4);
    const parts = [...papers, next().element(), page.getByRole('heading', { level: 1 }).element()];
    for (const part of parts) {
      const box = part.getBoundingClientRect();
      expect(box.top).toBeGreaterThanOrEqual(0);
      expect(box.bottom).toBeLessThanOrEqual(window.innerHeight);
    }
  });

  it('says when part of a tracing lies beyond the paper, and lets it be moved into view', async () => {
    await startReading({
      questions: [REAL],
      samples: () => Array.from({ length: 3000 }, (_, at) => (at === 900 ? 6000 : 0)),
    });
    await frames(4);
    await expect.element(page.getByText(/is off the paper/)).toBeVisible();
    await userEvent.keyboard('{Shift>}{ArrowUp}{ArrowUp}{ArrowUp}{ArrowUp}{ArrowUp}{ArrowUp}{/Shift}');
    await expect.poll(() => document.body.textContent).not.toMatch(/is off the paper/);
    await expect.element(next()).toBeDisabled();
  });

  it('holds nothing that tells the pairs apart: no ids of tracings, trials or sessions, nor any name', async () => {
    const client = await startReading({ questions: [REAL, SAME] });
    for (let trial = 0; trial < 2; trial++) {
      await frames(4);
      const html = document.body.outerHTML;
      expect(html).not.toMatch(/[0-9a-f]{8}-[0-9a-f]{4}-/);
      expect(html).not.toMatch(/A0\d{4}|sap|pgd|\barm\b|normal|adversarial|original|attack/i);
      for (const element of document.querySelectorAll('body *')) {
        for (const { name, value } of element.attributes)
          if (name !== 'style') expect(`${name}=${value}`).not.toMatch(/real|fake|left|right/i);
      }
      await chooseByKey('1');
      await userEvent.keyboard('{Enter}');
    }
    expect(client.received).toHaveLength(2);
    expect(location.href).not.toContain(client.sessionId);
  });

  it('writes no text smaller than 12 px', async () => {
    await startReading({ questions: [REAL] });
    await userEvent.keyboard('p');
    for (const element of document.querySelectorAll('main *')) {
      const text = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.textContent?.trim());
      if (text)
        expect(Number.parseFloat(getComputedStyle(element).fontSize), element.outerHTML).toBeGreaterThanOrEqual(12);
    }
  });
});

describe('before reading', () => {
  async function openStart(answered: number) {
    const target = document.createElement('div');
    document.body.replaceChildren(target);
    const client = readingClient({ questions: [REAL, REAL, REAL], answered });
    await render(Read, { target, props: { client: client as never } });
    await expect.element(page.getByLabelText('Your name or code')).toBeVisible();
    return client;
  }
  const start = () => page.getByRole('button', { name: 'Start reading' });

  it('names no other reader, and asks before it goes on with a session', async () => {
    const client = await openStart(2);
    expect(document.body.textContent).not.toContain('Ada');
    await page.getByLabelText('Your name or code').fill('  Ada ');
    await userEvent.keyboard('{Enter>8}');
    await expect.element(page.getByText('Go on as Ada?')).toBeVisible();
    await userEvent.keyboard('{/Enter}');
    await page.getByLabelText('Your name or code').fill('Bo');
    await page.getByLabelText('Your name or code').fill('Ada');
    expect(client.opened).toEqual([]);
    await page.getByLabelText('Your name or code').fill('Bo');
    await expect.element(page.getByText('Go on as Ada?')).not.toBeInTheDocument();
    await start().click();
    await expect.element(page.getByRole('main', { name: 'Reading' })).toBeVisible();
    expect(client.opened.map(({ reader }) => reader)).toEqual(['Bo']);
  });

  it('takes no name that a spreadsheet would take for a formula, and says why', async () => {
    await openStart(0);
    await page.getByLabelText('Your name or code').fill('=1+1');
    await expect.element(page.getByText('A name or code begins with a letter or a digit.')).toBeVisible();
    await expect.element(start()).toBeDisabled();
  });

  it('offers no way to the workbench where there is none', async () => {
    await openStart(0);
    await expect.element(page.getByRole('button', { name: 'Back' })).not.toBeInTheDocument();
  });

  it('says what to do where no study can be read', async () => {
    const target = document.createElement('div');
    document.body.replaceChildren(target);
    const client = readingClient({ questions: [] });
    client.reading.studies = async () => [];
    await render(Read, { target, props: { client: client as never, onLeave: () => (left += 1) } });
    await expect.element(page.getByText(/There is no study to read yet/)).toBeVisible();
  });
});
