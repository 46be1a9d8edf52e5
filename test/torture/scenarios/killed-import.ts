import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { expect } from 'vitest';
import { integer } from '../../../src-main/numeric/random.ts';
import { startCommand } from '../../helpers/command-line.ts';
import type { Scenario } from '../scenario.ts';

const RECORDS = 120;

const simulate = (seed: number): string[] => [
  ...['simulate', '--records', String(RECORDS), '--duration', '30'],
  ...['--seed', String(seed), '--json'],
];

export const killedImport: Scenario = {
  name: 'killed-import',
  does: 'an import that is killed at any moment leaves all of it or nothing, and the next one works',
  roundsInTest: 1,
  async round({ random, folder }) {
    const { child, ended } = startCommand(folder, simulate(1));
    await setTimeout(integer(random, 300, 4000));
    child.kill('SIGKILL');
    await ended;
    const again = await startCommand(folder, simulate(2)).ended;
    expect(again).toMatchObject({ code: 0 });
    const { stdout } = await startCommand(folder, ['datasets', '--json']).ended;
    const datasets = JSON.parse(stdout) as { name: string; records: number }[];
    expect(datasets.length).toBeLessThanOrEqual(2);
    for (const { records } of datasets) expect(records).toBe(RECORDS);
    expect(readdirSync(join(folder, 'tmp'))).toEqual([]);
    const db = new Database(join(folder, 'workspace.sqlite'), { readonly: true });
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    const orphans = 'SELECT count(*) FROM signals WHERE sha256 NOT IN (SELECT sha256 FROM records)';
    expect(db.prepare(orphans).pluck().get()).toBe(0);
    db.close();
  },
};
