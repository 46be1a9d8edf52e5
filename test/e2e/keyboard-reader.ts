import { expect } from 'vitest';
import type { Page } from 'playwright-core';

const REAL = 'Which one of the pair is the real ECG?';
const SAME = 'Do the two tracings belong to the same class?';

export interface Given {
  question: 'which-is-real' | 'same-class';
  answer: '1' | '2' | 'same' | 'different';
}

/** Begins or resumes a reader's session with keys alone, from the choice of a study. */
export async function beginByKeyboard(page: Page, reader: string): Promise<void> {
  await page.locator('#reader').waitFor();
  await expect.poll(() => page.evaluate(() => document.activeElement?.id)).toBe('reader');
  await page.keyboard.type(reader);
  await page.keyboard.press('Enter');
  await page.getByText(`Read as ${reader}?`).waitFor();
  await page.keyboard.press('Enter');
  await page.locator('.progress').waitFor();
}

/** Begins or resumes as the first thing that this window does, so that all that it is told can be recorded. */
export async function beginReading(page: Page, origin: string, reader: string): Promise<void> {
  await page.goto('about:blank');
  await page.goto(`${origin}/#/read`);
  await beginByKeyboard(page, reader);
}

/** The pair on the screen: 7 for "7 of 18" and for "Resuming at 7 of 18". */
export async function numberShown(page: Page): Promise<number> {
  const text = await page.locator('.progress').innerText();
  return Number(/(\d+) of \d+$/.exec(text)?.[1]);
}

/** Chooses for the pair on the screen, and is ready to confirm. The choice follows from the number alone. */
export async function chooseByKeyboard(page: Page): Promise<{ number: number; given: Given }> {
  const number = await numberShown(page);
  const question = (await page.getByRole('heading', { level: 1 }).innerText()).trim();
  expect([REAL, SAME]).toContain(question);
  const first = number % 3 !== 0;
  const ofReal = number % 2 === 0 ? ['1', '2'] : ['ArrowUp', 'ArrowDown'];
  const keys = question === REAL ? ofReal : ['s', 'd'];
  await page.keyboard.press(first ? keys[0]! : keys[1]!);
  await page.locator('button.next:enabled').waitFor();
  const given: Given =
    question === REAL
      ? { question: 'which-is-real', answer: first ? '1' : '2' }
      : { question: 'same-class', answer: first ? 'same' : 'different' };
  return { number, given };
}

/** Waits for the pair with this number, and reads the page before it that announces another question. */
export async function waitForNumber(page: Page, number: number): Promise<void> {
  await expect.poll(() => numberShown(page), { timeout: 30_000 }).toBe(number);
  const announced = page.getByRole('button', { name: 'Continue', exact: true });
  if (await announced.isVisible()) await page.keyboard.press('Enter');
}
