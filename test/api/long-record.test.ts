import { CINC_2017_CLASSES } from '../../src-shared/class-list.ts';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { expect, it, onTestFinished } from 'vitest';
import { createRouter } from '../../src-main/api/create-router.ts';
import { insertDataset } from '../../src-main/db/datasets/datasets.ts';
import { insertRecord } from '../../src-main/db/datasets/records.ts';
import { insertSignal } from '../helpers/insert-signal.ts';
import { openDb } from '../../src-main/db/open.ts';
import { RECORD_PIECE_SAMPLES } from '../../src-shared/contract/datasets.ts';
import { openReadingServices } from '../helpers/reading-services.ts';
import { addStudy, AT } from '../helpers/study-fixture.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

it('sends a long record in pieces, which together are the record', async () => {
  const folder = temporaryFolder();
  const services = await openReadingServices(folder);
  const db = openDb(join(folder, 'workspace.sqlite'));
  const samples = Int16Array.from({ length: 2 * RECORD_PIECE_SAMPLES + 7 }, (_, t) => (t * 7919) % 30_000);
  const sha256 = '00'.repeat(32);
  insertSignal(db, { samples, samplingHz: 300, unitsPerMv: 1000, sha256 });
  insertDataset(db, {
    id: 'd',
    name: 'd',
    source: 's',
    labels: 'l',
    createdAt: AT,
    skipped: [],
    notes: [],
    reading: {},
    classes: CINC_2017_CLASSES,
  });
  insertRecord(db, 'd', { name: 'R1', label: 0, split: 'test', lead: 'I', sha256 });
  db.close();
  const { datasets } = createRouterClient(createRouter(services, 'web'));
  const [row] = (await datasets.records({ datasetId: 'd', offset: 0, limit: 1 })).rows;
  const pieces: number[][] = [];
  for (let fromSample = 0; fromSample < samples.length; fromSample += RECORD_PIECE_SAMPLES) {
    const piece = await datasets.record({ recordId: row!.id, fromSample });
    expect(piece).toMatchObject({ name: 'R1', durationS: samples.length / 300 });
    pieces.push(piece.samples);
  }
  expect(pieces.map(({ length }) => length)).toEqual([RECORD_PIECE_SAMPLES, RECORD_PIECE_SAMPLES, 7]);
  expect(pieces.flat()).toEqual([...samples]);
  await services.close();
});

it('sends a long example in pieces, which together are both its tracings', async () => {
  const folder = temporaryFolder();
  const services = await openReadingServices(folder);
  onTestFinished(() => services.close());
  const db = openDb(join(folder, 'workspace.sqlite'));
  const original = Int16Array.from({ length: RECORD_PIECE_SAMPLES + 7 }, (_, t) => (t * 7919) % 30_000);
  const pairs = [1, 2, 3].map(
    (i) => [original.map((sample) => sample + i), original.map((sample) => sample - i)] as const,
  );
  addStudy(db, { pairs });
  db.close();
  const { attacks } = createRouterClient(createRouter(services, 'web'));
  const [run] = await attacks.list();
  const { rows } = await attacks.examples({ runId: run!.id, offset: 0, limit: 1 });
  const exampleId = rows[0]!.id;
  const first = await attacks.example({ exampleId });
  const rest = await attacks.example({ exampleId, fromSample: RECORD_PIECE_SAMPLES });
  expect(first.sampleCount).toBe(original.length);
  expect([...first.original, ...rest.original]).toEqual([...pairs[0]![0]]);
  expect([...first.adversarial, ...rest.adversarial]).toEqual([...pairs[0]![1]]);
});
