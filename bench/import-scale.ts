import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { pino } from 'pino';
import { createRouter } from '../src-main/api/create-router.ts';
import { spawnNodeWorker } from '../src-main/hosts/spawn-node-worker.ts';
import { generatorFor, uniform } from '../src-main/numeric/random.ts';
import { createServices } from '../src-main/services/create-services.ts';
import { stopsDuring, type Stops } from './main-stops.ts';

/**
 * `npm run bench:import-scale [-- 21000 [keep]]`: so many records of ten seconds, 12 leads at 500 Hz (WFDB format 16, as PTB-XL has
 * them, in folders of a thousand), imported with labels, with `keep` all leads; then what the views ask for. Seconds, main's
 * longest stop, the database's bytes, and the most memory of this process.
 */
const records = Number(process.argv[2] ?? 21_000);
const keepLeads = process.argv[3] === 'keep';
const LEADS = ['I', 'II', 'III', 'AVR', 'AVL', 'AVF', 'V1', 'V2', 'V3', 'V4', 'V5', 'V6'];
const SAMPLES = 5000;
const CLASSES = ['N', 'A', 'O', '~'];

const folder = mkdtempSync(join(tmpdir(), 'equipoise-bench-'));
const source = join(folder, 'records');

/** One block of signals for all, begun elsewhere in each record: what is measured is reading, not making them up. */
function writeRecords(): void {
  const random = generatorFor(1);
  const block = Int16Array.from({ length: LEADS.length * (SAMPLES + 1000) }, (_, i) => {
    const beat = 1000 * Math.exp(-((((Math.floor(i / LEADS.length) % 450) - 225) / 12) ** 2));
    return Math.round(beat + 20 * (uniform(random) - 0.5));
  });
  const labels = ['name,label'];
  for (let i = 0; i < records; i += 1) {
    const within = join(source, `${String(Math.floor(i / 1000) * 1000).padStart(5, '0')}`);
    if (i % 1000 === 0) mkdirSync(within, { recursive: true });
    const name = `${String(i).padStart(5, '0')}_hr`;
    const signals = LEADS.map((lead) => `${name}.dat 16 1000.0(0)/mV 16 0 0 0 0 ${lead}`);
    writeFileSync(join(within, `${name}.hea`), [`${name} ${LEADS.length} 500 ${SAMPLES}`, ...signals, ''].join('\n'));
    const begin = LEADS.length * (i % 1000);
    const bytes = Buffer.from(block.slice(begin, begin + LEADS.length * SAMPLES).buffer);
    // So that no two records, nor leads of them, are the same.
    for (let lead = 0; lead < LEADS.length; lead += 1) bytes.writeInt16LE(i, 2 * lead);
    writeFileSync(join(within, `${name}.dat`), bytes);
    labels.push(`${name},${CLASSES[i % CLASSES.length]}`);
  }
  writeFileSync(join(folder, 'labels.csv'), labels.join('\n'));
}

const found: Record<string, Stops> = {};
async function measure<T>(what: string, work: () => Promise<T>): Promise<T> {
  const { result, stops } = await stopsDuring(work);
  found[what] = stops;
  return result;
}

try {
  writeRecords();
  const services = await createServices({
    ...{ workspaceDir: join(folder, 'workspace'), appRoot: folder, spawnWorker: () => spawnNodeWorker() },
    ...{ log: pino({ level: 'silent' }), version: '0.0.0' },
  });
  const { datasets } = createRouterClient(createRouter(services, 'web'));
  const { datasetId, records: stored } = await measure('import', () =>
    services.jobs.finished(
      services.datasets.startImport({ path: source, labelsPath: join(folder, 'labels.csv'), lead: 'II', keepLeads }).id,
    ),
  );
  await measure('list the datasets', () => datasets.list());
  const { rows } = await measure('first page of records', () => datasets.records({ datasetId, offset: 0, limit: 100 }));
  await measure('a page in the middle', () =>
    datasets.records({ datasetId, offset: Math.floor(stored / 2), limit: 100 }),
  );
  await measure('search by name', () => datasets.records({ datasetId, nameContains: '99', offset: 0, limit: 100 }));
  const recordId = rows[0]?.id;
  if (recordId !== undefined) await measure('open a record', () => datasets.record({ recordId, fromSample: 0 }));
  if (recordId !== undefined && keepLeads) {
    await measure('its twelve leads', () => datasets.leads({ recordId, fromSample: 0 }));
  }
  const peakMb = Math.round(process.resourceUsage().maxRSS / 1024);
  const databaseMb = Math.round(statSync(join(folder, 'workspace', 'workspace.sqlite')).size / 1e6);
  process.stdout.write(`${JSON.stringify({ stored, peakMb, databaseMb, ...found }, null, 2)}\n`);
  await services.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
