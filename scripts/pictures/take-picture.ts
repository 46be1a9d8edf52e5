import path from 'node:path';
import type { Browser, Page } from 'playwright-core';

const IMAGES = path.resolve(import.meta.dirname, '../../docs/images');

export async function newPage(browser: Browser): Promise<Page> {
  const page = await browser.newPage({ viewport: { width: 1280, height: 720 }, deviceScaleFactor: 1.5 });
  // Sealing six files takes its time on a busy machine.
  page.setDefaultTimeout(240_000);
  return page;
}

export async function takePicture(page: Page, name: string): Promise<void> {
  // What moves has come to rest.
  await page.waitForTimeout(500);
  await page.screenshot({ path: path.join(IMAGES, `${name}.png`) });
}
