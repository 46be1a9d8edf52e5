import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createRouterClient } from '@orpc/server';
import { pino } from 'pino';
import { createRouter } from '../src-main/api/create-router.ts';
import { insertExamples } from '../src-main/db/attacks/examples.ts';
import { openDb } from '../src-main/db/open.ts';
import { spawnNodeWorker } from '../src-main/hosts/spawn-node-worker.ts';
import { createServices } from '../src-main/services/create-services.ts';
import { storeSignals } from '../src-main/services/workspace/store-signals.ts';
import { RECORD_PIECE_SAMPLES } from '../src-shared/contract/datasets.ts';
import type { EcgRecord } from '../src-shared/ecg.ts';
import { cincRecord } from '../test/helpers/cinc-files.ts';
import { addStudy, METRICS } from '../test/helpers/study-fixture.ts';
import { stopsDuring, type Stops } from './main-stops.ts';

/**
 * `npm run bench:long-record [-- 10]`: main's longest stop while a record of so many hours is imported, opened and
 * scrolled to its end, and while an attacked record of that length is stored, opened and scrolled.
 */
const hours = Number(process.argv[2] ?? 10);
const SAMPLING_HZ = 300;

const folder = mkdtempSync(join(tmpdir(), 'equipoise-bench-'));
const workspaceDir = join(folder, 'workspace');
const count = hours * 3600 * SAMPLING_HZ;
const tracing = (seed: number): Int16Array => Int16Array.from({ length: count }, (_, t) => ((t * seed) % 300) - 150);

/** Requests come one by one. */
const nextRequest = (): Promise<void> => setTimeout(2);

const found: Record<string, Stops> = {};
async function measure<T>(what: string, work: () => Promise<T>): Promise<T> {
  const { result, stops } = await stopsDuring(work);
  found[what] = stops;
  return result;
}

try {
  const source = join(folder, 'records');
  mkdirSync(source);
  for (const { name, data } of cincRecord('R1', tracing(7))) writeFileSync(join(source, name), data);
  writeFileSync(join(source, 'REFERENCE.csv'), 'R1,N\n');
  const services = await createServices({
    ...{ workspaceDir, appRoot: folder, spawnWorker: () => spawnNodeWorker() },
    ...{ log: pino({ level: 'silent' }), version: '0.0.0' },
  });
  const { datasets, attacks } = createRouterClient(createRouter(services, 'web'));
  const { datasetId } = await measure('import', () =>
    services.jobs.finished(services.datasets.startImport({ path: source }).id),
  );
  const [row] = (await datasets.records({ datasetId, offset: 0, limit: 1 })).rows;
  if (row === undefined) throw new Error('The record is not there.');
  const recordAt = async (fromSample: number): Promise<number> =>
    JSON.stringify(await datasets.record({ recordId: row.id, fromSample })).length;
  await measure('open the record', () => recordAt(0));
  await measure('open its end', () => recordAt(count - RECORD_PIECE_SAMPLES));
  await measure('scroll through it', async () => {
    for (let at = 0; at < count; at += RECORD_PIECE_SAMPLES) await recordAt(at).then(nextRequest);
  });

  const db = openDb(join(workspaceDir, 'workspace.sqlite'));
  addStudy(db);
  const [run] = await attacks.list();
  if (run === undefined) throw new Error('The run is not there.');
  const example: EcgRecord = {
    ...{ name: 'R1', label: 0, split: 'test', samplingHz: SAMPLING_HZ, unitsPerMv: 1000 },
    samples: tracing(11),
  };
  let exampleHash = '';
  await measure('store an attacked record', () =>
    storeSignals(
      db,
      [example],
      (_one, sha256) => (exampleHash = sha256),
      new AbortController().signal,
      () =>
        insertExamples(db, [
          {
            ...{
              runId: run.id,
              recordId: row.id,
              label: 0,
              originalClass: 0,
              adversarialClass: 1,
              originallyCorrect: true,
            },
            ...{ fooled: true, zeroGradient: false, noiseFooled: false, metrics: METRICS, sha256: exampleHash },
            ...{ probabilitiesBefore: [1, 0, 0, 0], probabilitiesAfter: [0, 1, 0, 0] },
            ...{ queries: null, starts: null, keptStart: null },
          },
        ]),
    ),
  );
  const { rows } = await attacks.examples({ runId: run.id, nameContains: 'R1', offset: 0, limit: 10 });
  const exampleId = rows.find(({ record }) => record === 'R1')?.id;
  if (exampleId === undefined) throw new Error('The example is not there.');
  const exampleAt = async (fromSample: number): Promise<number> =>
    JSON.stringify(await attacks.example({ exampleId, fromSample })).length;
  await measure('open the example', () => exampleAt(0));
  await measure('scroll through the example', async () => {
    for (let at = 0; at < count; at += RECORD_PIECE_SAMPLES) await exampleAt(at).then(nextRequest);
  });
  db.close();
  process.stdout.write(`${JSON.stringify({ hours, ...found }, null, 2)}\n`);
  await services.close();
} finally {
  rmSync(folder, { recursive: true, force: true });
}
