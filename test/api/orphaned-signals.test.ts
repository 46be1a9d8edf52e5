import { spawnSync } from 'node:child_process';
import { mkdirSync, rmdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { openReadingServices } from '../helpers/reading-services.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const MAIN = resolve(import.meta.dirname, '../../src-main');
const importing = (name: string, file: string): string =>
  `import { ${name} } from ${JSON.stringify(join(MAIN, file))};`;

/** Stores the records of an import with their signals, and is killed in the middle. */
const KILLED = `
  import { join } from 'node:path';
  ${importing('openWorkspace', 'services/workspace/workspace.ts')}
  ${importing('storeDataset', 'services/datasets/store-dataset.ts')}
  ${importing('writeRecordPack', 'ecg/dataset/record-pack.ts')}
  const records = Array.from({ length: 200 }, (_, i) => ({
    name: 'R' + i, samples: new Int16Array(300).fill(i), samplingHz: 300, unitsPerMv: 1000, label: 0, split: 'test',
  }));
  const workspace = openWorkspace(process.argv[1], console);
  let turns = 0;
  const signal = { throwIfAborted: () => (turns += 1) === 2 && process.kill(process.pid, 'SIGKILL') };
  const dataset = { name: 'lab', source: 'x', labels: 'y', skipped: [], notes: [], account: null, reading: {}, classes: [
    { code: 'N', name: 'Normal' }, { code: 'A', name: 'AF' } ] };
  await workspace.withTemporaryFolder(async (folder) => {
    const pack = join(folder, 'records.pack');
    await writeRecordPack(pack, records);
    await storeDataset(workspace.db, dataset, pack, signal);
  });`;

function rowsIn(folder: string): number[] {
  const db = new Database(join(folder, 'workspace.sqlite'), { readonly: true });
  try {
    const count = (table: string): number =>
      db.prepare<[], number>(`SELECT count(*) FROM ${table}`).pluck().get() ?? Number.NaN;
    return ['signals', 'records', 'datasets'].map(count);
  } finally {
    db.close();
  }
}

it('deletes at the next start what a killed import had stored, but nothing while a job is at work', async () => {
  const folder = temporaryFolder();
  const flags = ['--experimental-strip-types', '--input-type=module', '--eval'];
  expect(spawnSync(process.execPath, [...flags, KILLED, folder]).signal).toBe('SIGKILL');
  // Records come with the signals of the next.
  expect(rowsIn(folder)).toEqual([128, 127, 1]);

  const job = join(folder, 'tmp', `${process.ppid}-another-job`);
  mkdirSync(job);
  const services = await openReadingServices(folder);
  expect(services.datasets.list()).toEqual([]);
  await services.close();
  expect(rowsIn(folder)).toEqual([128, 127, 1]);

  rmdirSync(job);
  await (await openReadingServices(folder)).close();
  expect(rowsIn(folder)).toEqual([0, 0, 0]);
});
