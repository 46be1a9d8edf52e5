import type { Page } from 'playwright-core';

/** Less than any reader looks at a pair, ms. */
export const LEAST_LOOK_MS = 200;

/** One answer as the page saw it: ms of its performance.now. */
export interface SeenAnswer {
  /** The Enter that confirmed. */
  enter: number;
  /** The answer was given to the WebSocket; the next trial came out of it. */
  sent: number;
  received: number;
  /** The first frame that holds the next trial began to be painted … */
  drawn: number;
  /** … and the frame after it began, so that the first is on the screen. */
  shown: number;
}

interface Recorder {
  answers: SeenAnswer[];
  /** When each frame began, while a list is here. */
  frames: number[] | null;
}
declare global {
  var benchReading: Recorder;
}

/** Runs within the page, before its own code. */
export function record(): void {
  /** A message with tracings in it; all others are shorter. */
  const LONG = 10_000;
  globalThis.benchReading = { answers: [], frames: null };
  let current: { enter: number; sent: number; received: number; drawn: number; number: string } | null = null;
  const numberShown = (): string =>
    /(\d+) of \d+\s*$/.exec(document.querySelector('.progress')?.textContent ?? '')?.[1] ?? '';

  addEventListener(
    'keydown',
    ({ key, repeat, timeStamp }) => {
      const isConfirming = document.querySelector('button.next:enabled') !== null;
      if (key !== 'Enter' || repeat || !isConfirming) return;
      current = { enter: timeStamp, sent: 0, received: 0, drawn: 0, number: numberShown() };
    },
    { capture: true },
  );
  const send = WebSocket.prototype.send;
  const heard = new WeakSet<WebSocket>();
  WebSocket.prototype.send = function (data) {
    if (!heard.has(this)) {
      heard.add(this);
      this.addEventListener('message', ({ data: got }: MessageEvent<string | Blob | ArrayBuffer>) => {
        const size = typeof got === 'string' ? got.length : got instanceof Blob ? got.size : got.byteLength;
        if (current && size > LONG) current.received = performance.now();
      });
    }
    if (current?.sent === 0) current.sent = performance.now();
    send.call(this, data);
  };
  const frame = (at: number): void => {
    requestAnimationFrame(frame);
    benchReading.frames?.push(at);
    if (!current) return;
    const { number, ...seen } = current;
    if (seen.drawn > 0) {
      benchReading.answers.push({ ...seen, shown: performance.now() });
      current = null;
    } else if (!['', number].includes(numberShown())) {
      // A page that announces another question lies over the tracings: that trial is begun by the reader, not by Enter.
      if (document.querySelector('.cover')) current = null;
      else current.drawn = performance.now();
    }
  };
  requestAnimationFrame(frame);
}

/** From the choice of a study to the first trial, with keys alone. */
export async function begin(page: Page, origin: string, reader: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`${origin}/#/read`);
  await page.locator('#reader').fill(reader);
  await page.keyboard.press('Enter');
  await page.getByText(`Read as ${reader}?`).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.progress').waitFor();
}

/** Answers the trial on the screen; resolves when the next one is there and the page has been quiet for a while. */
export async function answerTrial(page: Page, number: number, last: boolean): Promise<void> {
  const announced = page.getByRole('button', { name: 'Continue', exact: true });
  if (await announced.isVisible()) await announced.press('Enter');
  await page.locator('[data-answer]:enabled').first().waitFor();
  await page.keyboard.press((await page.locator('[data-answer="same"]').count()) > 0 ? 's' : '1');
  await page.locator('button.next:enabled').waitFor();
  await page.keyboard.press('Enter');
  if (last) await page.getByRole('heading', { name: 'Thank you.' }).waitFor();
  else await page.locator('.progress', { hasText: new RegExp(`\\b${number + 1} of `) }).waitFor();
  // Nobody answers sooner; what a host or a page does after an answer has its time.
  await page.waitForTimeout(LEAST_LOOK_MS);
}

/** When each frame began while the tracings were scrolled to and fro. */
export async function scroll(page: Page, how: 'wheel' | 'arrows', forMs: number): Promise<number[]> {
  const WAY_MS = 1500;
  await page.locator('#papers .chart').first().hover();
  await page.evaluate(() => void (benchReading.frames = []));
  const begun = performance.now();
  for (let ways = 0; performance.now() - begun < forMs; ways++) {
    const key = ways % 2 === 0 ? 'ArrowRight' : 'ArrowLeft';
    const until = performance.now() + WAY_MS;
    while (performance.now() < until) {
      // As a keyboard repeats a held key, and a wheel or a touchpad turns.
      if (how === 'arrows') await page.keyboard.down(key);
      else await page.mouse.wheel(0, ways % 2 === 0 ? 40 : -40);
      await page.waitForTimeout(how === 'arrows' ? 30 : 12);
    }
    if (how === 'arrows') await page.keyboard.up(key);
  }
  return page.evaluate(() => {
    const frames = benchReading.frames ?? [];
    benchReading.frames = null;
    return frames;
  });
}
