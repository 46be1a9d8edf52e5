import { errors, type CDPSession, type Page } from 'playwright-core';
import { integer, type RandomGenerator } from '../../../src-main/numeric/random.ts';
import { oneOf } from '../hostile/mutate.ts';

/** What a reader has decided of a trial, as the results hold it. */
export interface Decided {
  answer: string;
  confidence: number | null;
  clue: string;
  amended: boolean;
}

/** The answers to each question, by the key that gives them. */
const ANSWERS: Record<string, Record<string, string>> = {
  'Which one of the pair is the real ECG?': { '1': '1', '2': '2', '0': 'cannot-say' },
  'Do the two tracings belong to the same class?': { s: 'same', d: 'different', '0': 'cannot-say' },
};
const REASONS = ['Noise', 'Shape of the QRS complex', '', ''];

/** Windows that a reader goes through, by the trial that is read in them first. */
const WINDOWS: Record<number, { width: number; height: number; ratio: number }> = {
  11: { width: 1920, height: 1080, ratio: 1 },
  21: { width: 1280, height: 720, ratio: 2 },
  31: { width: 1920, height: 1080, ratio: 2 },
};

/** Longer than a host needs to start again, on cores that other programs want too. */
const PATIENCE_MS = 300_000;
const LOOK_MS = 2000;

/** Somebody who reads with keys alone, looks before each of them, and knows what was decided. */
export class WholeReader {
  readonly #page: Page;
  readonly #random: RandomGenerator;
  #decided: Decided = NOTHING;
  #number = 0;
  #moved = 0;
  #devTools: CDPSession | undefined;
  /** By trial. */
  readonly given = new Map<number, Decided>();

  constructor(page: Page, random: RandomGenerator) {
    this.#page = page;
    this.#random = random;
    page.setDefaultTimeout(LOOK_MS);
  }

  async begin(address: string, code: string): Promise<void> {
    await this.#page.goto(address, { timeout: PATIENCE_MS });
    await this.#page.locator('#reader').fill(code, { timeout: PATIENCE_MS });
    await this.#page.keyboard.press('Enter');
  }

  /** Resolves when this trial has been seen, or a later one. */
  async until(number: number): Promise<void> {
    while (this.#number < number) await this.#page.waitForTimeout(20);
  }

  async readToTheEnd(): Promise<void> {
    let quietSince = performance.now();
    while (!(await this.#isShown('heading', 'Thank you.'))) {
      const did = await this.#act().catch(goneMeanwhile);
      if (did) quietSince = performance.now();
      else await this.#page.waitForTimeout(20);
      if (performance.now() - quietSince > PATIENCE_MS)
        throw new Error(`Nothing could be done for five minutes on: ${await this.#page.locator('body').innerText()}`);
    }
  }

  async #act(): Promise<boolean> {
    return (await this.#turnPage()) || (await this.#decide());
  }

  /** One thing on a page that is not a trial; false if there is none, or if it cannot be done yet. */
  async #turnPage(): Promise<boolean> {
    const page = this.#page;
    if (await page.getByRole('slider').isVisible()) {
      await page.getByRole('slider').press('Shift+ArrowRight');
      await page.keyboard.press('Enter');
      return true;
    }
    if (await page.getByLabel('Years of practice').isVisible()) {
      await page.getByLabel('Years of practice').fill('12');
      await page.getByLabel('Role').selectOption('Physician');
    }
    const next = page.locator('button.next');
    if ((await page.locator('.failure').isVisible()) && (await next.isEnabled())) {
      // The page sends an answer again by itself where the host was gone, and not where it was too slow: nothing is done yet.
      await next.press('Enter');
      return false;
    }
    for (const name of ['I accept', 'Begin', 'Resume', 'Continue', 'Save and finish']) {
      const button = page.getByRole('button', { name, exact: true });
      if (!(await button.isVisible()) || !(await button.isEnabled())) continue;
      await button.press('Enter');
      return true;
    }
    return false;
  }

  /** One key of a trial; false while it is drawn or stored. */
  async #decide(): Promise<boolean> {
    const { keyboard } = this.#page;
    const asked = await this.#look();
    if (asked === null) return false;
    await this.#moveWindow(asked.number);
    if (asked.number !== this.#number) {
      this.#number = asked.number;
      this.#decided = NOTHING;
    }
    const keys = ANSWERS[asked.question];
    if (
      keys &&
      asked.undo &&
      asked.chosen === null &&
      asked.number % 8 === 0 &&
      !this.given.get(asked.number - 1)?.amended
    ) {
      await keyboard.press('u');
      return true;
    }
    if (keys && asked.chosen === null) {
      const key = oneOf(this.#random, Object.keys(keys));
      this.#decided = { ...NOTHING, answer: keys[key] ?? '', amended: asked.amends };
      await keyboard.press(key);
    } else if (asked.question === 'How sure are you?' && asked.chosen === null) {
      const confidence = integer(this.#random, 1, 4);
      this.#decided = { ...this.#decided, confidence };
      await keyboard.press(String(confidence));
    } else if (asked.question.startsWith('What looked wrong?') && asked.ready && asked.typed === '') {
      const clue = oneOf(this.#random, REASONS);
      this.#decided = { ...this.#decided, clue };
      await keyboard.type(clue);
      this.#note(asked.number);
      await keyboard.press('Enter');
    } else if (asked.ready) {
      this.#note(asked.number);
      await keyboard.press('Enter');
    } else return false;
    return true;
  }

  #note(number: number): void {
    this.given.set(number, this.#decided);
  }

  /** What is asked now, in one look; null where no trial is on the screen. */
  async #look() {
    return this.#page.evaluate(() => {
      const at = <T extends Element>(selector: string) => document.querySelector<T>(selector);
      // In the same look as all the rest: a trial may follow at any moment.
      const number = Number(/(\d+) of \d+$/.exec(at('.progress')?.textContent?.trim() ?? '')?.[1]);
      if (Number.isNaN(number) || at('.failure') !== null) return null;
      return {
        ...{ number, question: at('footer h1')?.textContent?.trim() ?? '' },
        chosen: at('[data-answer][aria-pressed="true"]')?.getAttribute('data-answer') ?? null,
        typed: at<HTMLInputElement>('.clue input[type="text"]')?.value ?? '',
        ready: at<HTMLButtonElement>('button.next')?.disabled === false,
        undo: at('button.undo') !== null,
        amends: document.body.innerText.includes('You are changing your answer.'),
      };
    });
  }

  async #moveWindow(number: number): Promise<void> {
    const window = WINDOWS[number];
    if (window === undefined || number <= this.#moved) return;
    this.#moved = number;
    const { width, height, ratio: deviceScaleFactor } = window;
    this.#devTools ??= await this.#page.context().newCDPSession(this.#page);
    const metrics = { width, height, deviceScaleFactor, mobile: false, screenWidth: width, screenHeight: height };
    await this.#devTools.send('Emulation.setDeviceMetricsOverride', metrics);
  }

  async #isShown(role: 'heading', name: string): Promise<boolean> {
    return this.#page.getByRole(role, { name, exact: true }).isVisible();
  }
}

/** What was on the page when it was looked at may be gone by now: the page goes on by itself when its host is there again. */
function goneMeanwhile(error: unknown): false {
  if (error instanceof errors.TimeoutError) return false;
  throw error;
}

const NOTHING: Decided = { answer: '', confidence: null, clue: '', amended: false };
