import { mkdirSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { openDb } from '../src-main/db/open.ts';
import { simulateRecords } from '../src-main/ecg/simulate/simulate-records.ts';
import { buildPage, startReading } from '../test/e2e/host-process.ts';
import { launchBrowser } from '../test/e2e/launch-browser.ts';
import { openReadingServices } from '../test/helpers/reading-services.ts';
import { addStudy, type FixturePair } from '../test/helpers/study-fixture.ts';

/**
 * `npm run docs:pictures`: the pictures of docs/reader-guide.md, of a sealed study that is read in a real browser as a
 * reader reads it. The tracings are simulated.
 */
const IMAGES = path.resolve(import.meta.dirname, '../docs/images');

// The closing page shows where the file lies.
const root = path.join(tmpdir(), 'ecg-reading');
rmSync(root, { recursive: true, force: true });
try {
  const { file, code } = await makeBundle();
  await buildPage();
  const host = await startReading(file, { home: root, temporary: root });
  const browser = await launchBrowser();
  try {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 }, deviceScaleFactor: 1.5 });
    await page.goto(host.address());
    await read(page, code);
  } finally {
    await browser.close();
    host.kill('SIGINT');
    await host.ended;
  }
} finally {
  rmSync(root, { recursive: true, force: true });
}

async function makeBundle(): Promise<{ file: string; code: string }> {
  const workspace = path.join(root, 'workspace');
  const folder = path.join(root, 'from-the-coordinator');
  mkdirSync(folder, { recursive: true });
  const services = await openReadingServices(workspace);
  const db = openDb(path.join(workspace, 'workspace.sqlite'));
  const session = { cannotSay: true, comment: true };
  const display = { calibration: { required: true }, calipers: true };
  const { studyId } = addStudy(db, {
    pairs: pairs(3),
    protocol: { title: 'ECG reading study', readers: { codes: 1 }, session, display },
  });
  db.close();
  const code = services.studies.list()[0]?.codes[0] ?? '';
  await services.bundles.unlock('of no use after this');
  for await (const _ of services.bundles.export({ studyId, folder, readers: [code] }));
  await services.close();
  return { file: path.join(folder, readdirSync(folder)[0] ?? ''), code };
}

/** Normal rhythm, and the same with a slow wave of 10 µV. */
function pairs(count: number): FixturePair[] {
  const normal = [...simulateRecords({ records: 12, seed: 5, durationS: 20 })].filter(({ label }) => label === 0);
  return normal
    .slice(0, count)
    .map(({ samples }) => [samples, samples.map((value, t) => value + Math.round(10 * Math.sin(t / 20)))] as const);
}

async function read(page: Page, code: string): Promise<void> {
  const picture = async (name: string): Promise<void> => {
    // What moves has come to rest, and no focus ring distracts.
    await page.waitForTimeout(500);
    await page.screenshot({ path: path.join(IMAGES, `reader-${name}.png`) });
  };
  const press = (name: string) => page.getByRole('button', { name, exact: true }).press('Enter');
  await page.locator('#reader').fill(code);
  await picture('start');
  await page.keyboard.press('Enter');
  await press('Begin');
  await page.getByRole('slider').waitFor();
  await picture('measure');
  await page.keyboard.press('Enter');
  await page.keyboard.press('2');
  await page.locator('button.next:enabled').waitFor();
  await picture('pair');
  await page.keyboard.press('p');
  await picture('pause');
  await press('Resume');
  for (let answered = 0; answered < 3; answered++) {
    const next = page.getByRole('button', { name: 'Continue', exact: true });
    if (await next.isVisible()) await next.press('Enter');
    await page.keyboard.press('0');
    await page.locator('button.next:enabled').waitFor();
    await page.waitForTimeout(400);
    await page.keyboard.press('Enter');
    await page.waitForTimeout(600);
  }
  await press('Save and finish');
  await page.getByRole('heading', { name: 'Thank you.' }).waitFor();
  await picture('end');
}
