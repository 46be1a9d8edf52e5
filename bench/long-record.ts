import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { setTimeout } from 'node:timers/promises';
import { createRouterClient } from '@orpc/server';
import { createRouter } from '../src-main/api/create-router.ts';
import { insertDataset } from '../src-main/db/datasets/datasets.ts';
import { insertRecord } from '../src-main/db/datasets/records.ts';
import { insertSignals } from '../src-main/db/datasets/signals.ts';
import { openDb } from '../src-main/db/open.ts';
import { openReadingServices } from '../test/helpers/reading-services.ts';

/** `npm run bench:long-record [-- 10]`: main's longest stop while a record of so many hours is opened in the window. */
const hours = Number(process.argv[2] ?? 10);
const SAMPLING_HZ = 300;

const folder = mkdtempSync(join(tmpdir(), 'equipoise-bench-'));
try {
  const services = await openReadingServices(folder);
  const db = openDb(join(folder, 'workspace.sqlite'));
  const samples = Int16Array.from({ length: hours * 3600 * SAMPLING_HZ }, (_, t) => (t % 300) - 150);
  const sha256 = '00'.repeat(32);
  insertSignals(db, [{ samples, samplingHz: SAMPLING_HZ, unitsPerMv: 1000, sha256 }]);
  const createdAt = new Date().toISOString();
  insertDataset(db, { id: 'd', name: 'd', source: 'bench', labels: 'bench', createdAt, skipped: [], notes: [] });
  insertRecord(db, 'd', { name: 'R1', label: 0, split: 'test', sha256 });
  const { datasets } = createRouterClient(createRouter(services, 'web'));
  const { rows } = await datasets.records({ datasetId: 'd', offset: 0, limit: 1 });
  const [row] = rows;
  if (row === undefined) throw new Error('The record is not there.');
  const stops = monitorEventLoopDelay({ resolution: 1 });
  stops.enable();
  await setTimeout(50);
  const startedAt = performance.now();
  const record = await datasets.record({ recordId: row.id, fromSample: Math.floor(samples.length / 2) });
  const bytes = JSON.stringify(record).length;
  const ms = performance.now() - startedAt;
  await setTimeout(50);
  const longestStopMs = Math.round(stops.max / 1e6);
  process.stdout.write(`${JSON.stringify({ hours, ms: Math.round(ms), longestStopMs, bytes }, null, 2)}\n`);
  db.close();
  await services.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
