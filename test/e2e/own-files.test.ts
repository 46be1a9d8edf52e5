import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parse } from 'csv-parse/sync';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { generatorFor, uniform } from '../../src-main/numeric/random.ts';
import { importNetworkSchema } from '../../src-shared/models/networks.ts';
import { parseProtocol } from '../../src-shared/study/protocol.ts';
import { edfFile } from '../helpers/ecg-files/edf-file.ts';
import { reopenServices } from '../helpers/open-services.ts';
import { buildPage, startHost, type HostProcess } from './host-process.ts';
import { beginReading, chooseByKeyboard, waitForNumber, type Given } from './keyboard-reader.ts';
import { launchBrowser } from './launch-browser.ts';

/** As PyTorch writes it, with three classes: test/golden/onnx/networks.py. */
const NETWORK = path.resolve(import.meta.dirname, '../golden/onnx/torchscript-conv.onnx');
const WORDS = ['AFIB', 'PVC', 'SR'];
const [RECORDINGS, SECONDS, RATE_HZ] = [30, 5, 500];
const PAIRS = 3;
const READER = 'Reader One';

let root: string;
let browser: Browser;
let host: HostProcess | undefined;

beforeAll(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'equipoise-e2e-'));
  [browser] = await Promise.all([launchBrowser(), buildPage()]);
}, 240_000);
afterAll(async () => {
  host?.kill('SIGKILL');
  await browser?.close();
  rmSync(root, { recursive: true, force: true });
});

/** Beats and noise as EDF files, and a table of their labels. */
function writeLab(): { recordings: string; labels: string } {
  const [recordings, labels] = [path.join(root, 'recordings'), path.join(root, 'labels.csv')];
  mkdirSync(recordings);
  const random = generatorFor(1);
  const lines = Array.from({ length: RECORDINGS }, (_, i) => {
    const cycle = 300 + Math.round(200 * uniform(random));
    const values = Array.from({ length: SECONDS * RATE_HZ }, (_, t) => {
      const beat = 1000 * Math.exp(-((((t % cycle) - cycle / 2) / 8) ** 2));
      return Math.round(beat + 40 * (uniform(random) - 0.5));
    });
    const signal = { label: 'Lead II', perRecord: RATE_HZ, values };
    writeFileSync(path.join(recordings, `R${i}.edf`), edfFile({ signals: [signal] }));
    return `R${i},${WORDS[i % WORDS.length]}\n`;
  });
  writeFileSync(labels, lines.join(''));
  return { recordings, labels };
}

/** Imports recordings and network, attacks the ones with the other, and locks a study of the pairs. */
async function lockStudyOfOwnFiles(): Promise<void> {
  const { recordings, labels } = writeLab();
  const services = await reopenServices(root);
  const { jobs, datasets, studies } = services;
  const imported = datasets.startImport({ path: recordings, labelsPath: labels, classes: 'own', name: 'lab' });
  const { datasetId: lab } = await jobs.finished(imported.id);
  const form = { samplingHz: 300, unitsPerMv: 1000 };
  const { datasetId } = await jobs.finished(datasets.startConversion({ datasetId: lab, ...form }).id);
  const input = { unit: 'mV', normalise: 'z-score' } as const;
  const request = importNetworkSchema.parse({ path: NETWORK, name: 'net', samplingHz: 300, input, datasetId });
  await jobs.finished(services.startNetworkImport(request).id);
  const attack = { method: 'sap', pgdSteps: 2, sapSteps: 2, epsilonUnits: 50 } as const;
  const protocol = parseProtocol({
    ...{ schemaVersion: 1, title: 'Own files', seed: 1, stimuli: { split: 'train', onlySuccessful: false } },
    tasks: [{ id: 'real', question: 'which-is-real', arms: [{ name: 'SAP', attack, pairs: PAIRS }] }],
  });
  const { studyId } = await jobs.finished(studies.startCreate({ protocol, datasetId, modelId: 'net' }).id);
  await studies.lock(studyId);
  await services.close();
}

it(
  'pairs of a PyTorch network on recordings of another rate are read by keyboard to their end',
  { timeout: 240_000 },
  async () => {
    await lockStudyOfOwnFiles();
    host = await startHost(path.join(root, 'workspace'));
    const context = await browser.newContext({ viewport: { width: 1280, height: 720 }, acceptDownloads: true });
    const page = await context.newPage();
    await page.goto(host.address());
    await page.getByRole('link', { name: 'Studies' }).waitFor();
    await beginReading(page, host.origin, READER);
    const given: Given[] = [];
    for (let number = 1; number <= PAIRS; number++) {
      await waitForNumber(page, number);
      given.push((await chooseByKeyboard(page)).given);
      await page.keyboard.press('Enter');
    }
    await page.getByRole('heading', { name: 'Thank you.' }).waitFor();

    const workbench = await context.newPage();
    await workbench.goto(host.address());
    await workbench.getByRole('link', { name: 'Studies' }).waitFor();
    await workbench.goto(`${host.origin}/#/results`);
    const [download] = await Promise.all([
      workbench.waitForEvent('download'),
      workbench.getByRole('button', { name: 'Export responses' }).click(),
    ]);
    const rows: Record<string, string>[] = parse(readFileSync(await download.path()), { columns: true, bom: true });
    expect(rows.map(({ question, answer }) => ({ question, answer }))).toEqual(given);
    for (const row of rows) {
      expect(row).toMatchObject({ reader: READER, arm: 'SAP', lead: 'II' });
      expect(row['correct']).toBe(row['answer'] === row['real_side'] ? '1' : '0');
    }
  },
);
