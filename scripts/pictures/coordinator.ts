import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, readdirSync, truncateSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser, Page } from 'playwright-core';
import { uniform } from '../../src-main/numeric/random.ts';
import { seeded } from '../../src-main/numeric/seeding.ts';
import { openBundle } from '../../src-main/services/create-services.ts';
import { questionOf } from '../../src-shared/questions/index.ts';
import { answer } from '../../test/helpers/answer-trial.ts';
import { inWorkbench, takePicture } from './take-picture.ts';

const MAIN = path.resolve(import.meta.dirname, '../../src-main/hosts/cli/main.ts');
const PASSPHRASE = 'four plain words here';
const TITLE = 'Small changes of ECGs';

const protocol = {
  schemaVersion: 1,
  title: TITLE,
  description: 'Whether cardiologists see what two attacks change.',
  seed: 1,
  tasks: [
    {
      ...{ id: 'which-is-real', question: 'which-is-real' },
      instructions: 'One of the two tracings is the ECG as recorded, the other was changed by a program.',
      arms: [
        { name: 'SAP', attack: { method: 'sap' }, pairs: 10 },
        { name: 'PGD', attack: { method: 'pgd' }, pairs: 10 },
      ],
    },
  ],
  order: 'per-reader',
  readers: { codes: 6 },
  session: { confidence: true, cannotSay: true },
};

/** The pictures of docs/coordinator-guide.md: a study from its design to its results. Records are simulated, readers answer at random. */
export async function takeCoordinatorPictures(root: string, browser: Browser): Promise<void> {
  const workspace = path.join(root, 'desk');
  const file = path.join(root, 'protocol.json');
  writeFileSync(file, JSON.stringify(protocol));
  const equipoise = (...args: string[]): void => {
    const flags = ['--experimental-strip-types', '--disable-warning=ExperimentalWarning'];
    execFileSync(process.execPath, [...flags, MAIN, ...args, '--workspace', workspace], { stdio: 'inherit' });
  };
  equipoise('simulate', '--name', 'demo', '--records', '600');
  equipoise('study', 'create', file, '--dataset', 'demo', '--lock', '--no-machine');
  await inWorkbench(browser, workspace, async (page, go) => {
    await go('studies');
    await design(page);
    await go('studies');
    const sent = path.join(root, 'to-readers');
    await seal(page, sent);
    await collect(page, await readAll(root, sent));
    await go('results');
    await open(page);
  });
}

async function design(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Design a study' }).first().click();
  await page.getByLabel('Begin with').selectOption({ label: 'Demo study (template)' });
  await page.getByRole('button', { name: 'Begin', exact: true }).click();
  await page.getByRole('textbox', { name: 'Title' }).fill('A first try');
  // The facts beside have been worked out.
  await page.getByText('What one reader can tell').waitFor();
  await takePicture(page, 'coordinator-design');
}

async function seal(page: Page, folder: string): Promise<void> {
  const panel = page.locator('li.panel', { hasText: TITLE }).first();
  await panel.getByText(/^Sealed files for readers/).click();
  await panel.getByRole('button', { name: /^Make sealed files/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Folder').fill(folder);
  await dialog.getByLabel('New passphrase').fill(PASSPHRASE);
  await dialog.getByLabel('The same once more').fill(PASSPHRASE);
  await dialog.getByLabel('Recovery sheet', { exact: true }).fill(path.join(folder, '../recovery-sheet.html'));
  await takePicture(page, 'coordinator-seal');
  await dialog.getByRole('button', { name: /^Make 6 files/ }).click();
  await panel.getByText('6 files made.', { exact: false }).first().waitFor();
  await dialog.waitFor({ state: 'detached' });
}

/** All six read, the last one half of it; what comes back: their files, one of them twice and one cut. */
async function readAll(root: string, sent: string): Promise<string[]> {
  const back = path.join(root, 'returned');
  mkdirSync(back);
  const returned: string[] = [];
  for (const [at, name] of readdirSync(sent)
    .filter((each) => each.endsWith('.equipoise'))
    .sort()
    .entries()) {
    const copy = path.join(back, name);
    copyFileSync(path.join(sent, name), copy);
    await readFile(copy, at, at === 5 ? 9 : Infinity, path.join(root, 'reading'));
    returned.push(copy);
  }
  const again = path.join(back, 'copy-of-the-first.equipoise');
  copyFileSync(returned[0]!, again);
  const cut = path.join(back, 'second-by-mail.equipoise');
  copyFileSync(returned[1]!, cut);
  truncateSync(cut, 200_000);
  return [...returned, again, cut];
}

async function readFile(file: string, seed: number, pairs: number, otherwiseIn: string): Promise<void> {
  const random = seeded(seed);
  const bundle = openBundle({ path: file, otherwiseIn, version: '0.1.0' });
  try {
    const [study] = bundle.sessions.studies();
    let step = await bundle.sessions.open(study!.id, codeIn(file));
    if (step.page === 'instructions')
      step = bundle.sessions.turn(step.sessionId, { page: 'instructions', language: 'en' });
    for (let given = 0; step.trial && given < pairs; given++) {
      const chosen = questionOf(step.trial.question).answers[uniform(random) < 0.5 ? 0 : 1]!;
      const responseTimeMs = 3000 + 9000 * uniform(random);
      step = bundle.sessions.respond(answer(step, { answer: chosen.id, responseTimeMs, confidence: 3 }));
    }
  } finally {
    await bundle.close();
  }
}

/** A file is named for the study and the code of its reader. */
const codeIn = (file: string): string => /(\w{5}-\w{5})\.equipoise$/.exec(file)?.[1]?.toUpperCase() ?? '';

async function collect(page: Page, files: string[]): Promise<void> {
  const panel = page.locator('li.panel', { hasText: TITLE }).first();
  await panel.locator('input[type="file"]').setInputFiles(files);
  await panel.getByText(/^8 files checked/).waitFor();
  await panel.getByText('Returned files', { exact: true }).scrollIntoViewIfNeeded();
  await page.mouse.wheel(0, 300);
  await takePicture(page, 'coordinator-returned');
  await panel.getByText(/^How the readers are getting on/).click();
  await panel.getByText(/^How the readers are getting on/).evaluate((line) => line.scrollIntoView({ block: 'start' }));
  await takePicture(page, 'coordinator-follow');
}

async function open(page: Page): Promise<void> {
  await page.getByLabel('Study', { exact: true }).selectOption({ label: TITLE });
  await page.getByRole('button', { name: 'Unseal early' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('Passphrase').fill(PASSPHRASE);
  await dialog.getByLabel('Reason').fill('One reader has stopped for good');
  await dialog.getByRole('checkbox').check();
  await takePicture(page, 'coordinator-unseal');
  await dialog.getByRole('button', { name: 'Unseal the study' }).click();
  const first = page.getByText('Which one of the pair is the real ECG?').first();
  await first.waitFor();
  await first.evaluate((line) => line.scrollIntoView({ block: 'start' }));
  await takePicture(page, 'coordinator-results');
}
