import type { Page } from 'playwright-core';
import { beginByKeyboard } from './keyboard-reader.ts';

const VIEWS = ['datasets', 'models', 'attacks', 'attacks/analyses', 'studies', 'read', 'results', 'workspace'];

/** Opens each view and the first of what it lists, then a reading, and hands each to `check` once it is there. */
export async function visitViews(page: Page, origin: string, check: (name: string) => Promise<void>): Promise<void> {
  for (const view of VIEWS) {
    await page.goto(`${origin}/#/${view}`);
    await settle(page);
    await check(view);
    const listed = page.locator(`main :not(nav) > a[href^="#/${view}/"]`).first();
    if ((await listed.count()) === 0) continue;
    await listed.click();
    await settle(page);
    await check(`${view}, one of the list`);
    if (view === 'attacks') await visitExample(page, check);
  }
  await page.goto(`${origin}/#/read`);
  await beginByKeyboard(page, 'Only looks');
  await page.locator('button[data-answer]:enabled').first().waitFor();
  await settle(page);
  await check('reading');
}

/** From a run: its examples by the size of δ, then the first of them, magnified by keys. */
async function visitExample(page: Page, check: (name: string) => Promise<void>): Promise<void> {
  await page.getByRole('button', { name: 'Largest |δ|, µV' }).click();
  await page.locator('th[aria-sort="descending"]').waitFor();
  await page.locator('tbody th button').first().click();
  await page.getByRole('group', { name: /^Tracings/ }).focus();
  await page.keyboard.press('+');
  await page.getByRole('button', { name: '1.4×' }).waitFor();
  await page.locator('figure svg[role="img"]').waitFor();
  await settle(page);
  await check('attacks, an example');
}

/** Waits until the view has what it asked main for: its text has stopped changing. */
async function settle(page: Page): Promise<void> {
  await page.locator('main h1').waitFor();
  let before = '';
  for (;;) {
    const text = await page.locator('main').innerText();
    if (text === before) return;
    before = text;
    await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 100)));
  }
}
