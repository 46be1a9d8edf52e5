import { describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import {
  announced,
  chooseByKey,
  frames,
  inFreshWindow,
  lower,
  next,
  progress,
  REAL,
  SAME,
  startReading,
  upper,
} from './open-reading.ts';

inFreshWindow();

describe('reading by keyboard', () => {
  it('goes from the first pair to the thanks with digits, arrows and Enter alone', async () => {
    const onLeave = vi.fn();
    const client = await startReading({ questions: [REAL, REAL, REAL, SAME, SAME] }, onLeave);
    const keys = ['1', '{ArrowDown}', '{ArrowUp}', 's', 'D'];
    for (const [index, key] of keys.entries()) {
      await expect.poll(progress).toBe(`${index + 1} of 5`);
      if (index === 3) await announced();
      await chooseByKey(key);
      await userEvent.keyboard('{Enter}');
    }
    await expect.element(page.getByText(/All 5 cases are answered/)).toBeVisible();
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
    await page.getByRole('button', { name: 'Go to the studies' }).click();
    expect(onLeave).toHaveBeenCalledTimes(1);
  });

  it('says on a page of its own that the question is another one, and shows and times no pair before that is read', async () => {
    const client = await startReading({ questions: [REAL, SAME] });
    await chooseByKey('1');
    await userEvent.keyboard('{Enter}');
    const task = page.getByRole('dialog', { name: 'Do the two tracings belong to the same class?' });
    await expect.element(task).toBeVisible();
    await frames(8);
    await userEvent.keyboard('s');
    for (const canvas of document.querySelectorAll('canvas'))
      expect(getComputedStyle(canvas).visibility).toBe('hidden');
    expect(document.querySelector('[aria-pressed="true"][data-answer]')).toBeNull();
    const readAtMs = performance.now();
    await userEvent.keyboard('{Enter}');
    await expect.element(task).not.toBeInTheDocument();
    await chooseByKey('d');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => client.received.length).toBe(2);
    expect(client.received[1]).toMatchObject({ answer: 'different', focusLost: 0 });
    expect(client.received[1]?.responseTimeMs).toBeLessThanOrEqual(performance.now() - readAtMs);
  });

  it('names the button of the cover for what it does', async () => {
    await startReading({ questions: [REAL] });
    await page.getByRole('button', { name: 'Cover', exact: true }).click();
    await expect.element(page.getByRole('button', { name: 'Uncover' })).toBeVisible();
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
