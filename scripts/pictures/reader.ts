import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { openDb } from '../../src-main/db/open.ts';
import { simulateRecords } from '../../src-main/ecg/simulate/simulate-records.ts';
import { startReading } from '../../test/e2e/host-process.ts';
import { openReadingServices } from '../../test/helpers/reading-services.ts';
import { addStudy, type FixturePair } from '../../test/helpers/study-fixture.ts';
import { newPage, takePicture } from './take-picture.ts';

/** The pictures of docs/reader-guide.md: a sealed study that is read in a real browser as a reader reads it. The tracings are simulated. */
export async function takeReaderPictures(root: string, browser: Browser): Promise<void> {
  const { file, code } = await makeBundle(root);
  const host = await startReading(file, { home: root, temporary: root });
  try {
    const page = await newPage(browser);
    await page.goto(host.address());
    await read(page, code);
    await page.close();
  } finally {
    host.kill('SIGINT');
    await host.ended;
  }
}

async function makeBundle(root: string): Promise<{ file: string; code: string }> {
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
  const picture = (name: string): Promise<void> => takePicture(page, `reader-${name}`);
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
