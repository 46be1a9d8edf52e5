import { readFileSync } from 'node:fs';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { displaySchema } from '../../src-shared/study/display.ts';
import { CLASS_CODES } from '../../src-shared/ecg.ts';
import { exportedFields } from '../../src-shared/study/export-fields.ts';
import { beginStory, type Story } from './demo-story.ts';
import { DEMO_LIMIT_MS } from './host-process.ts';
import { beginReading, chooseByKeyboard, numberShown, waitForNumber, type Given } from './keyboard-reader.ts';
import { describePicture, inkedColumns, scrollable, setPixelRatio, smallTexts, tooWide } from './look.ts';
import { captureReading, keysOf, leavesOf, trialsOf, type Capture } from './reading-capture.ts';
import { tellingWords, withoutInstructions } from './telling-words.ts';
import { visitViews } from './visit-views.ts';

const TRIALS = 18;
const READER = 'Reader One';
const ROOT = path.resolve(import.meta.dirname, '../..');

/** The tests of this file are the steps of one story: the first start, one reading with two crashes, its results. */
const given = new Map<number, Given>();
let story: Story;
let page: Page;
let capture: Capture;
let rows: Record<string, string>[];

beforeAll(async () => {
  story = await beginStory();
  page = await story.newWindow();
});
afterAll(() => story?.end());

async function answer(): Promise<number> {
  await capture.look();
  const { number, given: choice } = await chooseByKeyboard(page);
  await capture.look();
  await page.keyboard.press('Enter');
  given.set(number, choice);
  return number;
}

describe('the first start', () => {
  it(
    'opens the application from the printed address, and the demo study becomes ready by itself',
    { timeout: DEMO_LIMIT_MS },
    async () => {
      const address = story.host.address();
      await page.goto(address);
      expect(page.url()).toBe(`${story.host.origin}/`);
      await page.getByRole('link', { name: 'Studies' }).click();
      const study = page.getByRole('listitem').filter({ hasText: 'Demo study' });
      await study.getByText(/^Locked/).waitFor({ timeout: DEMO_LIMIT_MS });
      expect(await study.innerText()).toContain(`${TRIALS} pairs`);
      await expect.poll(() => story.host.address()).not.toBe(address);
    },
  );
});

describe('a reading by keyboard', () => {
  it('begins at the first pair', async () => {
    page = await story.newWindow();
    capture = captureReading(page);
    await beginReading(page, story.host.origin, READER);
    expect(await page.locator('.progress').innerText()).toBe(`1 of ${TRIALS}`);
  });

  it('draws both tracings', async () => {
    const inked = await inkedColumns(page);
    expect(inked).toHaveLength(2);
    for (const share of inked) expect(share).toBeGreaterThan(0.6);
  });

  it('takes one answer for one press of Enter, however long it is held', async () => {
    const { number, given: choice } = await chooseByKeyboard(page);
    await page.keyboard.down('Enter');
    given.set(number, choice);
    await waitForNumber(page, 2);
    await chooseByKeyboard(page);
    await page.keyboard.down('Enter');
    await page.keyboard.down('Enter');
    await page.keyboard.up('Enter');
    await capture.look();
    expect(await numberShown(page)).toBe(2);
  });

  it('resumes at the first unanswered pair after a crash between two answers', async () => {
    for (let number = 2; number < 8; number++) {
      expect(await answer()).toBe(number);
      await waitForNumber(page, number + 1);
    }
    await story.crashAndStartAgain();
    await beginReading(page, story.host.origin, READER);
    expect(await page.locator('.progress').innerText()).toBe(`Resuming at 8 of ${TRIALS}`);
  });

  it('loses nothing in a crash while an answer is stored', async () => {
    await answer();
    await waitForNumber(page, 9);
    const number = await answer();
    await story.crashAndStartAgain();
    await beginReading(page, story.host.origin, READER);
    // Whether the answer came through before the end is open; it must not be there twice, or the next one skipped.
    expect([number, number + 1]).toContain(await numberShown(page));
  });

  it('ends after the last pair', async () => {
    for (let number = await numberShown(page); number <= TRIALS; number++) {
      expect(await answer()).toBe(number);
      if (number < TRIALS) await waitForNumber(page, number + 1);
    }
    await page.getByRole('heading', { name: 'Thank you.' }).waitFor();
    expect(await page.locator('main').innerText()).toContain(`All ${TRIALS} cases are answered.`);
    await capture.look();
    page = await story.newWindow();
  });
});

describe('the results', () => {
  beforeAll(async () => {
    await page.goto(`${story.host.origin}/#/results`);
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: 'Export responses' }).click(),
    ]);
    expect(download.suggestedFilename()).toBe('demo-study-responses.csv');
    rows = parse(readFileSync(await download.path()), { columns: true, bom: true });
  });

  it('have one row for each pair, in order, and every declared field', () => {
    expect(rows.map(({ trial_number }) => Number(trial_number))).toEqual(
      Array.from({ length: TRIALS }, (_, i) => i + 1),
    );
    expect(Object.keys(rows[0] ?? {})).toEqual(exportedFields('responses').map(({ name }) => name));
    expect(new Set(rows.map(({ trial_id }) => trial_id)).size).toBe(TRIALS);
    expect(new Set(rows.map(({ response_hash }) => response_hash)).size).toBe(TRIALS);
    expect(new Set(rows.map(({ session_id }) => session_id)).size).toBe(1);
  });

  it('are the answers that were given', () => {
    for (const { trial_number, question, answer, reader, input } of rows) {
      expect({ question, answer }).toEqual(given.get(Number(trial_number)));
      expect([reader, input]).toEqual([READER, 'keyboard']);
    }
  });

  it('are judged right where the real side was chosen, or one record was called the same', () => {
    for (const { question, answer, real_side, chosen_side, correct } of rows) {
      const right = question === 'which-is-real' ? answer === real_side : answer === 'same';
      expect(correct).toBe(right ? '1' : '0');
      expect(chosen_side).toBe(question === 'which-is-real' ? answer : '');
    }
  });

  it('hold the pairs that the protocol asks for, sides counterbalanced', () => {
    const count = (task: string, arm: string, side?: string): number =>
      rows.filter(
        (row) => row['task'] === task && row['arm'] === arm && (side ?? row['real_side']) === row['real_side'],
      ).length;
    expect([count('which-is-real', 'SAP'), count('which-is-real', 'PGD'), count('same-class', 'SAP')]).toEqual([
      6, 6, 6,
    ]);
    expect([
      count('which-is-real', 'SAP', '1'),
      count('which-is-real', 'PGD', '1'),
      count('same-class', 'SAP', '1'),
    ]).toEqual([3, 3, 3]);
  });

  it('say which pairs were interrupted by a crash', () => {
    const interrupted = rows
      .filter(({ interrupted }) => interrupted === '1')
      .map(({ trial_number }) => Number(trial_number));
    // After the second crash it was the pair whose answer was lost, the next one, or none that was shown already.
    expect([[8], [8, 9], [8, 10]]).toContainEqual(interrupted);
    for (const { shown_at, answered_at } of rows)
      expect(Date.parse(shown_at!)).toBeLessThanOrEqual(Date.parse(answered_at!));
  });
});

describe('what reached the reader’s window', () => {
  const telling = (): RegExp => tellingWords(rows);

  it('was recorded whole', () => {
    const seen = new Set(trialsOf(capture.frames).map(({ number }) => number));
    expect(seen.size).toBe(TRIALS);
    expect(trialsOf(capture.frames).map(({ trialId }) => trialId)).toEqual(
      expect.arrayContaining(rows.map(({ trial_id }) => trial_id)),
    );
    expect(capture.dom.length).toBeGreaterThanOrEqual(2 * TRIALS);
    expect(telling().test(JSON.stringify(rows[0]))).toBe(true);
  });

  it('has no word in any message that tells an arm, a record, a class or a file', () => {
    for (const frame of capture.frames) expect(withoutInstructions(frame)).not.toMatch(telling());
  });

  it('has no field but those that a reader needs', () => {
    const transport = ['i', 't', 'p', 'h', 's', 'b', 'json', 'meta'];
    const page = ['version', 'host', 'mode', 'workspace', 'bundle', 'namedWorkspace', 'platform'];
    const listed = ['id', 'title', 'trials', 'answered', 'readBy', 'commitment'];
    const trial = ['trialId', 'number', 'total', 'question', 'instructions', 'samplingHz', 'stepsPerMv', 'tracings'];
    const step = ['sessionId', 'page', 'trial', 'amends', 'waitsUntil', 'paperSpeedMmPerS', 'gainMmPerMv', 'samples'];
    const display = ['display', ...keysOf(displaySchema.parse({}))];
    // What lets the tab in, and what its reader is given at the end.
    const ends = ['session', 'receipt', 'fingerprint', 'answers'];
    const known = new Set([...transport, ...page, ...listed, ...trial, ...step, ...display, ...ends]);
    const keys = new Set(capture.frames.flatMap((frame) => keysOf(JSON.parse(frame))));
    expect([...keys].filter((key) => !known.has(key))).toEqual([]);
  });

  it('has no class code for a value, and ids that are random', () => {
    const leaves = capture.frames.flatMap((frame) => leavesOf(JSON.parse(frame)));
    expect(leaves.filter(({ value }) => CLASS_CODES.some((code) => code === value))).toEqual([]);
    const ids = leaves.filter(({ key }) => /id$/i.test(key)).map(({ value }) => value);
    for (const id of ids) expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('has both tracings of a pair in the same form', () => {
    for (const { tracings } of trialsOf(capture.frames)) {
      const [upper, lower] = tracings.map((tracing) => JSON.stringify({ ...tracing, id: '', samples: [] }));
      expect(upper).toBe(lower);
      expect(tracings).toHaveLength(2);
      expect(tracings[0]?.samples).toHaveLength(tracings[1]?.samples.length ?? 0);
      expect(tracings[0]?.id).toHaveLength(tracings[1]?.id.length ?? 0);
      for (const { samples } of tracings) expect(samples.every((sample) => Number.isInteger(sample))).toBe(true);
    }
  });

  it('has over HTTP only the built files, the same for everybody', async () => {
    let compared = 0;
    for (const { url, body } of capture.responses) {
      const { origin, pathname } = new URL(url);
      expect(origin).toBe(story.host.origin);
      const file = path.join(ROOT, 'out/renderer', pathname === '/' ? 'index.html' : pathname);
      const bytes = await body.catch(() => null);
      if (bytes === null) continue; // of a load that a crash cut off
      expect(bytes.equals(readFileSync(file))).toBe(true);
      compared++;
    }
    expect(compared).toBeGreaterThan(2);
  });

  it('has one address, nothing telling in the document, and no word in the console', () => {
    expect([...new Set(capture.urls)]).toEqual([`${story.host.origin}/#/read`]);
    for (const dom of capture.dom) expect(withoutInstructions(dom)).not.toMatch(telling());
    // A lost connection is the browser's own message; there were two crashes.
    const unexpected = capture.console.filter((line) => !/WebSocket connection to .* failed/.test(line));
    expect(unexpected).toEqual([]);
  });

  it('is not in the log of the host either', () => {
    expect(story.output()).not.toMatch(telling());
  });
});

describe('every view at 1280 × 720', () => {
  const size = { width: 1280, height: 720 };

  it.each(['light', 'dark'] as const)(
    'has no text below 12 px, fits, and asks for nothing forbidden, in %s',
    async (colorScheme) => {
      const complaints: string[] = [];
      page.on('console', (message) => message.type() === 'error' && complaints.push(message.text()));
      await page.emulateMedia({ colorScheme });
      await page.goto('about:blank');
      await visitViews(page, story.host.origin, async (name) => {
        const [small, wide] = [await smallTexts(page), await tooWide(page)];
        const found = { name, small, wide, scrolls: await scrollable(page), complaints };
        expect(found).toEqual({ name, small: [], wide: [], scrolls: 0, complaints: [] });
      });
    },
  );

  // What it is like at a ratio of 1 the views above show.
  it.each([1.5, 2])('is drawn in every device pixel at a ratio of %s', async (deviceScaleFactor) => {
    page = await story.newWindow();
    const blank = await story.context.newPage();
    const takePicture = await setPixelRatio(page, deviceScaleFactor);
    await visitViews(page, story.host.origin, async (name) => {
      const { width, height, colors } = await describePicture(await takePicture(), blank);
      expect({ name, width, height }).toEqual({
        name,
        width: size.width * deviceScaleFactor,
        height: size.height * deviceScaleFactor,
      });
      expect(colors, name).toBeGreaterThan(20);
      if (name === 'reading') for (const share of await inkedColumns(page)) expect(share).toBeGreaterThan(0.6);
    });
    await blank.close();
  });
});

describe('the end', () => {
  it('is clean on Ctrl-C', async () => {
    story.host.kill('SIGINT');
    expect(await story.host.ended).toBe(0);
    await expect(fetch(story.host.origin)).rejects.toThrow();
  });
});
