import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { listDatasets } from '../../src-main/db/datasets/datasets.ts';
import { listDatasetsByTraining } from '../../src-main/db/datasets/training-records.ts';
import { openDb } from '../../src-main/db/open.ts';
import type { WritableDB } from '../../src-main/db/sqlite/connection.ts';
import { writeRecordPack } from '../../src-main/ecg/dataset/record-pack.ts';
import { storeDataset } from '../../src-main/services/datasets/store-dataset.ts';
import { CINC_2017_CLASSES } from '../../src-shared/class-list.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const TABLES = ['datasets', 'records', 'signals', 'lead_sets', 'unfinished_datasets'];
const counts = (db: WritableDB): unknown[] =>
  TABLES.map((table) => db.prepare(`SELECT count(*) FROM ${table}`).pluck().get());

async function opened(records = 200) {
  const folder = temporaryFolder();
  const db = openDb(join(folder, 'w.sqlite'));
  onTestFinished(() => void db.close());
  const one = { samplingHz: 300, unitsPerMv: 1000 };
  const packPath = join(folder, 'records.pack');
  const all = Array.from({ length: records }, (_, i) => ({
    ...{ name: `R${i}`, label: 0, split: 'train' as const, ...one, samples: Int16Array.of(i, 1) },
    leads: [{ lead: 'V1', ...one, samples: Int16Array.of(i, 2) }],
  }));
  await writeRecordPack(packPath, all);
  const told = { skipped: [], notes: [], account: null, reading: {}, classes: CINC_2017_CLASSES };
  /** `between` is called whenever others have their turn. */
  const store = (between: (turn: number) => void = () => undefined, source = 'here') => {
    let turns = 0;
    const signal = { throwIfAborted: () => between((turns += 1)) } as AbortSignal;
    return storeDataset(db, { name: 'lab', source, labels: 'x', ...told }, packPath, signal);
  };
  return { db, store };
}

it('shows a dataset once all its records are stored, which happens bit by bit', async () => {
  const { db, store } = await opened();
  const seen: unknown[] = [];
  const { datasetId, added } = await store(() => {
    seen.push(db.prepare('SELECT count(*) FROM records').pluck().get());
    expect([listDatasets(db), listDatasetsByTraining(db, 1)]).toEqual([[], []]);
  });
  expect(seen).toEqual([31, 63, 95, 127, 159, 191, 200]);
  expect(listDatasets(db)).toMatchObject([{ id: datasetId, name: 'lab', records: 200 }]);
  expect([added, ...counts(db)]).toEqual([200, 1, 200, 400, 200, 0]);
  expect(await store()).toMatchObject({ datasetId, records: 200, added: 0 });
});

it('leaves nothing of an import that is stopped on its way', async () => {
  const { db, store } = await opened();
  const stopped = store((turn) => {
    if (turn === 4) throw new Error('stopped');
  });
  await expect(stopped).rejects.toThrow('stopped');
  expect(counts(db)).toEqual([0, 0, 0, 0, 0]);
});

it('takes for the same what another program has stored under the name meanwhile', async () => {
  const { db, store } = await opened();
  let other: ReturnType<typeof store> | undefined;
  const mine = await store((turn) => {
    if (turn === 1) other = store();
  });
  const theirs = await other;
  expect(theirs?.datasetId).toBe(mine.datasetId);
  expect([mine.added, theirs?.added].sort()).toEqual([0, 200]);
  expect(counts(db)).toEqual([1, 200, 400, 200, 0]);
});

it('refuses other records under the name, and keeps those that were there', async () => {
  const { db, store } = await opened();
  await store();
  db.exec("DELETE FROM records WHERE name = 'R7'");
  await expect(store(undefined, 'elsewhere')).rejects.toThrow(/comes from here, and 1 of the 200 records of elsewhere/);
  expect(listDatasets(db)).toMatchObject([{ name: 'lab', records: 199, source: 'here' }]);
});
