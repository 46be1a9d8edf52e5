import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright';
import { expect, it, onTestFinished } from 'vitest';
import { openDb } from '../../src-main/db/open.ts';
import { addStudy } from '../helpers/study-fixture.ts';
import { buildPage, startHost } from './host-process.ts';
import { launchBrowser } from './launch-browser.ts';

const progress = (page: Page): Promise<string> =>
  page.evaluate(() => document.querySelector('header p')?.textContent?.trim() ?? '');

async function answer(page: Page, number: number): Promise<void> {
  await expect.poll(() => progress(page), { timeout: 20_000 }).toContain(`${number} of 6`);
  // Another question is announced, and waits.
  if (number === 5) await page.getByRole('button', { name: 'Continue' }).click();
  const next = page.getByRole('button', { name: 'Next' });
  await expect
    .poll(
      async () => {
        await page.keyboard.press(number > 4 ? 's' : '1');
        return next.isEnabled();
      },
      { timeout: 20_000 },
    )
    .toBe(true);
  await page.keyboard.press('Enter');
}

it('a page goes on by itself when its host was killed and started again, and so does its answer', async () => {
  const folder = mkdtempSync(path.join(tmpdir(), 'equipoise-recovery-'));
  const workspace = path.join(folder, 'workspace');
  await buildPage();
  let host = await startHost(workspace, ['--port', '0', '--read']);
  const browser = await launchBrowser();
  onTestFinished(async () => {
    await browser.close();
    host.kill('SIGKILL');
    await host.ended;
    rmSync(folder, { recursive: true, force: true });
  });
  const db = openDb(path.join(workspace, 'workspace.sqlite'));
  addStudy(db);
  db.close();
  const page = await (await browser.newContext()).newPage();
  await page.goto(host.address());
  await page.getByLabel('Your name or code').fill('Ada');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Yes, read as Ada' }).click();
  await answer(page, 1);
  await expect.poll(() => progress(page)).toContain('2 of 6');

  const { origin } = host;
  host.kill('SIGKILL');
  await host.ended;
  await page.getByText('The connection to Equipoise was lost').waitFor();
  // Answered while nothing is there to store it: neither lost, nor asked for again.
  await answer(page, 2);
  await page.getByText('Your answer is not stored yet').waitFor();
  // Without a port, as a person starts it again: it is the same one.
  host = await startHost(workspace, ['--read']);
  expect(host.origin).toBe(origin);
  await answer(page, 3);
  await expect.poll(() => progress(page)).toContain('4 of 6');
  expect(await page.getByText('The connection to Equipoise was lost').isVisible()).toBe(false);

  // Nor does a reload ask for anything but the name, or any address lead into the workbench.
  host.kill('SIGKILL');
  await host.ended;
  host = await startHost(workspace, ['--read']);
  for (const address of ['/', '/#/studies', '/#/results', '/#/datasets?x=1']) {
    await page.goto(`${origin}${address}`);
    await page.reload();
    await page.getByLabel('Your name or code').waitFor();
    await page.goBack().catch(() => null);
    expect(await page.getByRole('link', { name: 'Studies' }).count()).toBe(0);
  }
  await page.goto(`${origin}/`);
  await page.getByLabel('Your name or code').fill('Ada');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Yes, read as Ada' }).click();
  await answer(page, 4);
  await answer(page, 5);
  await answer(page, 6);
  await page.getByText('Thank you.').waitFor();
  expect(await page.getByText('All 6 cases are answered.').isVisible()).toBe(true);
});
