import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import Database from 'better-sqlite3';
import { expect } from 'vitest';
import { integer } from '../../../src-main/numeric/random.ts';
import { startCommand } from '../../helpers/command-line.ts';
import { reopenServices } from '../../helpers/open-services.ts';
import { simulateRecords } from '../simulate-records.ts';
import type { Scenario } from '../scenario.ts';

const ATTACK = ['attack', '--method', 'pgd', '--model', 'tiny', '--split', 'train', '--limit', '12', '--json'];

export const killedAttack: Scenario = {
  name: 'killed-attack',
  does: 'an attack that is killed at any moment leaves nothing, and the next one makes what it would have made',
  roundsInTest: 1,
  async round({ random, folder }) {
    const workspace = join(folder, 'workspace');
    await simulateRecords(folder);
    const attack = [...ATTACK, '--seed', String(integer(random, 0, 1000))];
    expect(await startCommand(workspace, attack).ended).toMatchObject({ code: 0 });
    const undisturbed = runsIn(workspace);
    expect(undisturbed).toHaveLength(1);
    const { child, ended } = startCommand(workspace, attack);
    await setTimeout(integer(random, 800, 4500));
    child.kill('SIGKILL');
    await ended;
    await (await reopenServices(folder)).close();
    const left = runsIn(workspace);
    // The run that was killed is there whole, or not at all.
    for (const run of left) expect(run).toEqual(undisturbed[0]);
    expect(await startCommand(workspace, attack).ended).toMatchObject({ code: 0 });
    const again = runsIn(workspace);
    expect(again).toEqual([...left, undisturbed[0]]);
  },
};

/** What each run holds, but for when it was made; checks that the database is whole. */
function runsIn(workspace: string): unknown[][] {
  const db = new Database(join(workspace, 'workspace.sqlite'), { readonly: true });
  try {
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    const unused =
      'SELECT count(*) FROM signals WHERE sha256 NOT IN (SELECT sha256 FROM records UNION SELECT sha256 FROM examples)';
    expect(db.prepare(unused).pluck().get()).toBe(0);
    const examples = db.prepare<[string], object>(
      'SELECT e.*, s.samples FROM examples e JOIN signals s USING (sha256) WHERE run_id = ? ORDER BY record_id',
    );
    const runs = db.prepare<[], string>('SELECT id FROM attack_runs ORDER BY rowid').pluck().all();
    return runs.map((run) => examples.all(run).map((row) => ({ ...row, id: null, run_id: null })));
  } finally {
    db.close();
  }
}
