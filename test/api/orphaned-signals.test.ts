import { spawnSync } from 'node:child_process';
import { mkdirSync, rmdirSync } from 'node:fs';
import { join, resolve } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { openReadingServices } from '../helpers/reading-services.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const SERVICES = resolve(import.meta.dirname, '../../src-main/services/workspace');

/** Stores the signals of an import, and is killed in the middle. */
const KILLED = `
  import { openWorkspace } from ${JSON.stringify(join(SERVICES, 'workspace.ts'))};
  import { storeSignals } from ${JSON.stringify(join(SERVICES, 'store-signals.ts'))};
  const records = Array.from({ length: 200 }, (_, i) => ({
    name: 'R' + i, samples: new Int16Array(300).fill(i), samplingHz: 300, unitsPerMv: 1000, label: 0, split: 'test',
  }));
  const workspace = openWorkspace(process.argv[1], console);
  let stored = 0;
  const die = () => (stored += 1) > 150 && process.kill(process.pid, 'SIGKILL');
  await workspace.withTemporaryFolder(() =>
    storeSignals(workspace.db, records, die, new AbortController().signal, () => undefined));`;

function signalsIn(folder: string): number {
  const db = new Database(join(folder, 'workspace.sqlite'), { readonly: true });
  try {
    return db.prepare<[], number>('SELECT count(*) FROM signals').pluck().get() ?? 0;
  } finally {
    db.close();
  }
}

it('deletes at the next start what a killed import had stored, but nothing while a job is at work', async () => {
  const folder = temporaryFolder();
  const flags = ['--experimental-strip-types', '--input-type=module', '--eval'];
  expect(spawnSync(process.execPath, [...flags, KILLED, folder]).signal).toBe('SIGKILL');
  expect(signalsIn(folder)).toBe(128);

  const job = join(folder, 'tmp', `${process.ppid}-another-job`);
  mkdirSync(job);
  await (await openReadingServices(folder)).close();
  expect(signalsIn(folder)).toBe(128);

  rmdirSync(job);
  await (await openReadingServices(folder)).close();
  expect(signalsIn(folder)).toBe(0);
});
