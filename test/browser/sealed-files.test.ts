import { describe, expect, it } from 'vitest';
import { page } from 'vitest/browser';
import { violations } from './fixtures/axe.ts';
import { openWorkbench } from './fixtures/open-workbench.ts';
import { lockedStudy } from './fixtures/study-data.ts';
import { filledWorld, type World } from './fixtures/workbench-data.ts';

const dialog = () => page.getByRole('dialog');
const list = () => page.getByRole('region', { name: 'Returned files' });

/** The locked study, with these facts, and its section of sealed files open. */
async function openSealed(facts: Partial<typeof lockedStudy> = {}, more: Partial<World> = {}) {
  const opened = await openWorkbench(
    { ...filledWorld(), studies: [{ ...lockedStudy, ...facts }], ...more },
    '#/studies',
  );
  await page.getByText('Sealed files for readers', { exact: false }).click();
  return opened;
}

function drop(selector: string, ...names: string[]): void {
  const data = new DataTransfer();
  for (const name of names) data.items.add(new File([new Uint8Array(700_000)], name));
  const options = { dataTransfer: data, bubbles: true, cancelable: true };
  const target = document.querySelector(selector)!;
  target.dispatchEvent(new DragEvent('dragover', options));
  target.dispatchEvent(new DragEvent('drop', options));
}

describe('making sealed files', () => {
  it('asks twice for the first passphrase, and says what one that is lost means', async () => {
    const { given } = await openSealed();
    await page.getByRole('button', { name: /^Make sealed files/ }).click();
    await expect.element(dialog()).toMatchTextContent(/If both are lost.*can never be analysed/s);
    expect(await violations()).toEqual([]);
    const submit = dialog().getByRole('button', { name: /^Make (the|2) file/ });
    await dialog().getByLabelText('Names').fill('Dr A\n\n Dr B ');
    await dialog().getByLabelText('Folder').fill('~/to send');
    await dialog().getByLabelText('New passphrase').fill('four plain words here');
    await dialog().getByLabelText('The same once more').fill('four plain words');
    await expect.element(dialog().getByText('These are two different passphrases.')).toBeVisible();
    await expect.element(submit).toBeDisabled();
    await dialog().getByLabelText('The same once more').fill('four plain words here');
    await dialog().getByLabelText('Recovery sheet', { exact: true }).fill('~/sheet.html');
    await expect
      .element(
        dialog().getByText(`--reader 'Dr A' --reader 'Dr B' --out '~/to send' --recovery-sheet`, { exact: false }),
      )
      .toBeVisible();
    await submit.click();
    await expect.element(dialog()).not.toBeInTheDocument();
    expect(given('bundles.export')).toEqual({
      ...{ studyId: lockedStudy.id, folder: '~/to send', readers: ['Dr A', 'Dr B'] },
      ...{ passphrase: 'four plain words here', recoverySheet: '~/sheet.html' },
    });
    await expect.element(page.getByText('~/to send/study-Dr B.equipoise')).toBeVisible();
  });

  it('lets codes be chosen, needs no passphrase once there is a key, and keeps what was typed when it fails', async () => {
    const { given, failing } = await openSealed({ codes: ['AA-1', 'BB-2', 'CC-3'] }, { hasKey: true });
    const message = 'The folder cannot be written (EACCES).';
    failing.set('bundles.export', { code: 'storage', message });
    await page.getByRole('button', { name: /^Make sealed files/ }).click();
    await dialog().getByLabelText('Some of them').click();
    await dialog().getByLabelText('BB-2').click();
    await dialog().getByLabelText('Folder').fill('/read-only/sealed');
    await dialog().getByRole('button', { name: 'Make the file' }).click();
    await expect.element(dialog().getByRole('alert')).toMatchTextContent(message);
    await expect.element(dialog().getByLabelText('BB-2')).toBeChecked();
    failing.delete('bundles.export');
    await dialog().getByRole('button', { name: 'Make the file' }).click();
    await expect.element(dialog()).not.toBeInTheDocument();
    expect(given('bundles.export')).toMatchObject({ readers: ['BB-2'], passphrase: null, recoverySheet: null });
  });

  it('offers no file for any reader where each has an order of their own', async () => {
    await openSealed({ protocol: { ...lockedStudy.protocol, order: 'per-reader' } }, { hasKey: true });
    await page.getByRole('button', { name: /^Make sealed files/ }).click();
    await expect.element(dialog().getByLabelText('Any reader', { exact: false })).toBeDisabled();
  });
});

describe('returned files', () => {
  it('that are dropped on a study are sent in pieces and named each in a row of its own', async () => {
    const { given, times } = await openSealed();
    drop('main li.panel h2', 'dr-adeyemi.equipoise', 'cut.equipoise', 'known.equipoise');
    await expect.element(list().getByRole('status')).toMatchTextContent('3 files checked, 1 not taken');
    const rows = list().getByRole('listitem');
    await expect.element(rows.nth(0)).toMatchTextContent(/dr-adeyemi\.equipoise.*Taken.*Dr\. Adeyemi: 450 answers\./s);
    await expect.element(rows.nth(1)).toMatchTextContent(/cut\.equipoise.*Not taken.*was cut.*Copy it once more\./s);
    await expect.element(rows.nth(2)).toMatchTextContent(/Nothing new.*Dr\. Okafor: taken before/s);
    expect(times('bundles.upload')).toBe(6);
    expect(given('bundles.collect')).toMatchObject({ studyId: lockedStudy.id });
    expect(await violations()).toEqual([]);
    await list().getByRole('button', { name: 'Clear the list' }).click();
    await expect.element(list()).not.toBeInTheDocument();
  });

  it('that are dropped beside the studies go each into its own', async () => {
    const { given } = await openSealed();
    drop('main h1', 'dr-adeyemi.equipoise');
    await expect.element(list().getByRole('listitem')).toMatchTextContent(/Han et al\. 2020, repeated.*Taken/s);
    expect(given('bundles.collect')).toMatchObject({ studyId: null });
  });

  it('of which one is unfinished is taken for a reason', async () => {
    const { given } = await openSealed();
    drop('main li.panel h2', 'half.equipoise');
    await expect.element(list()).toMatchTextContent(/Not taken.*"Dr\. Moreau" has not finished: 131 of 450/s);
    await list().getByLabelText('The reader dropped out', { exact: false }).click();
    const take = list().getByRole('button', { name: 'Take it unfinished (half.equipoise)' });
    await expect.element(take).toBeDisabled();
    await list().getByLabelText('Reason').fill(' Left the hospital ');
    expect(await violations()).toEqual([]);
    await take.click();
    await expect.element(list()).toMatchTextContent(/Taken.*Dr\. Moreau: 131 answers, not finished\./s);
    expect(given('bundles.collect')).toMatchObject({ files: [{ unfinished: 'Left the hospital' }] });
  });
});

it('how readers are getting on is told before anything is opened', async () => {
  const [okafor] = lockedStudy.sessions;
  const row = {
    ...{ sessionId: okafor!.id, reader: 'Dr. Okafor', answered: 450, interrupted: 3, fast: 1, cannotSay: 0 },
    times: { q1: 4100, median: 6200, q3: 9800 },
    drift: { first: 8000, second: 4500 },
    upper: { count: 280, of: 400, interval: [0.653, 0.743] as [number, number] },
    caught: { count: 9, of: 10 },
  };
  // Here the name is the code: whose it is stands beside it, and nowhere but in the coordinator's own list.
  const study = { ...lockedStudy, codes: ['Dr. Okafor', 'Dr. Moreau'] };
  const readerNames = study.codes.map((code) => ({ code, name: null }));
  const world = { ...filledWorld(), studies: [study], follow: [row], readerNames };
  const { given } = await openWorkbench(world, '#/studies');
  await page.getByText('2 codes for readers', { exact: false }).click();
  await page.getByLabelText('Name of Dr. Okafor').fill('Ngozi Okafor');
  await page.getByLabelText('Name of Dr. Moreau').click();
  await expect.poll(() => given('studies.nameReader')).toMatchObject({ code: 'Dr. Okafor', name: 'Ngozi Okafor' });
  await page.getByText('How the readers are getting on', { exact: false }).click();
  await expect.element(page.getByRole('rowheader', { name: 'Dr. Okafor Ngozi Okafor' })).toBeVisible();
  await expect
    .element(page.getByRole('row', { name: /Dr\. Okafor Ngozi Okafor 450 3 1/ }))
    .toMatchTextContent(/6\.2 s \(4\.1 s to 9\.8 s\).*8\.0 s → 4\.5 s.*70 % of 400.*9 of 10/s);
  expect(await violations()).toEqual([]);
});

it.each([1280, 1920])('a reader’s code stands on one line in both tables at %i px', async (width) => {
  await page.viewport(width, 720);
  const reader = '49XDC-WMDCK';
  const [session] = lockedStudy.sessions;
  const row = {
    ...{ sessionId: session!.id, reader, answered: 450, interrupted: 103, fast: 111, cannotSay: 120 },
    times: { q1: 14100, median: 16200, q3: 19800 },
    drift: { first: 18000, second: 14500 },
    upper: { count: 280, of: 400, interval: [0.653, 0.743] as [number, number] },
    caught: { count: 9, of: 10 },
  };
  const study = { ...lockedStudy, codes: [reader], sessions: [{ ...session!, reader }] };
  const readerNames = [{ code: reader, name: 'Ngozi Okafor' }];
  await openWorkbench({ ...filledWorld(), studies: [study], follow: [row], readerNames }, '#/studies');
  await page.getByText('How the readers are getting on', { exact: false }).click();
  await expect.element(page.getByRole('rowheader', { name: `${reader} Ngozi Okafor` })).toBeVisible();
  const codes = [...document.querySelectorAll('tbody th span')].filter(({ textContent }) => textContent === reader);
  expect(codes.map((code) => code.getClientRects().length)).toEqual([1, 1]);
  expect(document.documentElement.scrollWidth).toBeLessThanOrEqual(width);
});

it('a sealed file that is dropped on another view goes where it is collected, and one to be read says how', async () => {
  const { given } = await openWorkbench(filledWorld(), '#/models');
  drop('main h1', 'notes.txt', 'unread.equipoise');
  await expect.element(page.getByRole('heading', { level: 1, name: 'Studies' })).toBeVisible();
  await expect.element(list()).toMatchTextContent(/Nobody has begun to read it\..*opens it by a double click/s);
  expect(given('bundles.upload')).toMatchObject({ name: 'unread.equipoise' });
});
