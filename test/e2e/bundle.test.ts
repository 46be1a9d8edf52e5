import { copyFileSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openDb } from '../../src-main/db/open.ts';
import { startCommand } from '../helpers/command-line.ts';
import { openReadingServices } from '../helpers/reading-services.ts';
import { addStudy } from '../helpers/study-fixture.ts';
import { buildPage, startReading, type HostProcess, type Own } from './host-process.ts';
import { beginReading, chooseByKeyboard, numberShown, waitForNumber, type Given } from './keyboard-reader.ts';
import { launchBrowser } from './launch-browser.ts';
import { foundInMemory } from './process-memory.ts';
import { captureReading } from './reading-capture.ts';

/** In nothing else that a program has in its memory. */
const NAMES = { record: 'recording-of-the-truth-', arm: 'arm-of-the-truth' };
const TELLING = /of-the-truth|\bSAP\b|real_?side|adversarial|perturb|\bNormal\b/i;
const READER = 'Dr Away';
const TRIALS = 6;
const PASSPHRASE = 'correct horse battery staple';

/** One story: a bundle is made in one folder, read in another with two crashes, and collected in the first. */
let root: string;
let browser: Browser;
let context: BrowserContext;
let host: HostProcess | undefined;
let said = '';
/** Everything that hosts left in their temporary folder, also where they were killed. */
let left = '';

beforeAll(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'equipoise-e2e-'));
  [browser] = await Promise.all([launchBrowser(), buildPage()]);
  context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
});
afterAll(async () => {
  host?.kill('SIGKILL');
  await browser?.close();
  rmSync(root, { recursive: true, force: true });
});

it(
  'is read by keyboard elsewhere, with only its file and two crashes, and collected row by row',
  { timeout: 240_000 },
  async () => {
    const [workspace, sent, away] = ['workspace', 'sent', 'away'].map((name) => path.join(root, name)) as [
      string,
      string,
      string,
    ];
    const services = await openReadingServices(workspace);
    const db = openDb(path.join(workspace, 'workspace.sqlite'));
    const { studyId } = addStudy(db, { names: NAMES });
    db.close();
    await services.close();
    const passphraseFile = path.join(root, 'passphrase.txt');
    writeFileSync(passphraseFile, `${PASSPHRASE}\n`);
    const exported = await startCommand(workspace, [
      ...['study', 'export', studyId, '--reader', READER, '--out', sent],
      ...['--passphrase-file', passphraseFile],
    ]).ended;
    expect(exported).toMatchObject({ code: 0 });
    expect(exported.stderr).toMatch(/If both are lost/);
    const [name] = readdirSync(sent) as [string];
    expect(name).toBe('fixture-study-dr-away.equipoise');
    mkdirSync(away);
    const file = path.join(away, name);
    copyFileSync(path.join(sent, name), file);
    const [home, temporary] = [path.join(root, 'home'), path.join(root, 'temporary')];
    for (const folder of [home, temporary]) mkdirSync(folder);
    const own = { home, temporary };

    const given = new Map<number, Given>();
    let page = await start(file, own);
    const capture = captureReading(page);
    await beginReading(page, host!.origin, READER);
    expect(await numberShown(page)).toBe(1);
    for (let number = 1; number <= TRIALS; number++) {
      await waitForNumber(page, number);
      const chosen = await chooseByKeyboard(page);
      given.set(chosen.number, chosen.given);
      await capture.look();
      if (number === 3) {
        // Chosen and not confirmed: the crash takes the choice with it.
        page = await crash(file, own);
        await beginReading(page, host!.origin, READER);
        await waitForNumber(page, 3);
        given.set(3, (await chooseByKeyboard(page)).given);
      }
      await page.keyboard.press('Enter');
      if (number === 4) {
        await waitForNumber(page, 5);
        if (process.platform === 'linux')
          expect(foundInMemory(host!.pid, [READER, NAMES.record, NAMES.arm])).toEqual([READER]);
        page = await crash(file, own);
        await beginReading(page, host!.origin, READER);
      }
    }
    await page.getByRole('heading', { name: 'Thank you.' }).waitFor();
    const thanks = await page.locator('main').innerText();
    expect(thanks).toContain(file);
    const receipt = /[0-9a-f]{4}(-[0-9a-f]{4}){4}/.exec(thanks)?.[0] ?? '';
    await capture.look();
    host!.kill('SIGINT');
    expect(await host!.ended).toBe(0);
    said += host!.output();

    // Nothing of the truth anywhere, nothing beside the file, and at home only what lets the page go on.
    left += contentOf(temporary);
    for (const text of [...capture.frames, ...capture.dom, ...capture.console, said, left])
      expect(text).not.toMatch(TELLING);
    expect(readdirSync(away)).toEqual([name]);
    const atHome = readdirSync(home, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
    expect(atHome.map((entry) => entry.name)).toEqual(['window-access.json']);

    const returned = path.join(root, 'returned.equipoise');
    copyFileSync(file, returned);
    const collected = await startCommand(workspace, ['study', 'collect', studyId, returned]).ended;
    expect(collected).toMatchObject({ code: 0, stdout: expect.stringContaining('took Dr Away (6 answers)') as string });
    expect(readFileSync(returned).equals(readFileSync(file))).toBe(true);
    const checked = await startCommand(workspace, ['study', 'check', studyId, '--receipt', receipt]).ended;
    expect(checked).toMatchObject({
      code: 0,
      stdout: expect.stringContaining('is that of Dr Away, for 6 answers') as string,
    });

    const again = await openReadingServices(workspace);
    await again.results.open(studyId, { reason: null, passphrase: PASSPHRASE }, 'window');
    const rows = await again.results.responses(studyId);
    await again.close();
    expect(rows.map(({ trial_number, question, answer }) => [trial_number, { question, answer }])).toEqual([...given]);
    for (const { reader, input } of rows) expect([reader, input]).toEqual([READER, 'keyboard']);
  },
);

/** A window of its own on a host that has just started. */
async function start(file: string, own: Own, port?: string): Promise<Page> {
  host = await startReading(file, own, port);
  const page = await context.newPage();
  page.setDefaultTimeout(60_000);
  const address = host.address();
  await page.goto(address);
  await page.locator('#reader').waitFor();
  return page;
}

async function crash(file: string, own: Own): Promise<Page> {
  const { port } = new URL(host!.origin);
  host!.kill('SIGKILL');
  await host!.ended;
  said += host!.output();
  left += contentOf(own.temporary);
  return start(file, own, port);
}

/** Names and bytes of everything in a folder. */
function contentOf(folder: string): string {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return files
    .map(({ parentPath, name }) => `${name}\n${readFileSync(path.join(parentPath, name)).toString('latin1')}\n`)
    .join('');
}
