import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { startHost } from '../../test/e2e/host-process.ts';

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

/** Opens the window on a workspace for the pictures of one guide; `go` opens one of its views. */
export async function inWorkbench(
  browser: Browser,
  workspace: string,
  work: (page: Page, go: (view: string) => Promise<void>) => Promise<void>,
): Promise<void> {
  const host = await startHost(workspace);
  try {
    const page = await newPage(browser);
    await page.goto(host.address());
    await work(page, async (view) => {
      await page.goto(`${host.origin}/#/${view}`);
      await page.locator('main h1').waitFor();
    });
    await page.close();
  } finally {
    host.kill('SIGINT');
    await host.ended;
  }
}
