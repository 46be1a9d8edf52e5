import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import Database from 'better-sqlite3';
import { expect, it } from 'vitest';
import { upsertModel } from '../../src-main/db/models/models.ts';
import { openDb } from '../../src-main/db/open.ts';
import { preparedServices, reopenServices } from '../helpers/open-services.ts';
import { addStudy } from '../helpers/study-fixture.ts';

const prepared = preparedServices(
  (services) =>
    services.jobs.finished(services.datasets.startSimulation({ records: 4, seed: 1, durationS: 9, name: 'pilot' }).id),
  { model: false },
);

it('finds a flipped byte of a signal, a model without its files, a broken reference; and nothing where all is well', async () => {
  const { services, appRoot } = await prepared();
  const whole = await services.jobs.finished(services.checking.start().id);
  expect(whole).toMatchObject({ findings: [], signals: 4 });
  await services.close();

  const folder = join(appRoot, 'workspace');
  const db = openDb(join(folder, 'workspace.sqlite'));
  const model = { id: 'own', name: 'own', architecture: 'compact', origin: 'trained' as const, history: [] };
  upsertModel(db, { ...model, sha256: 'f'.repeat(64), createdAt: new Date().toISOString(), card: {} });
  addStudy(db);
  db.close();
  mkdirSync(join(folder, 'models', 'nobodys'));
  const edited = new Database(join(folder, 'workspace.sqlite'));
  edited.pragma('foreign_keys = OFF');
  edited.exec('DROP TRIGGER signals_never_change');
  const ofPilot = `dataset_id = (SELECT id FROM datasets WHERE name = 'pilot')`;
  edited.exec(
    `UPDATE signals SET samples = CAST(X'0102' || substr(samples, 3) AS BLOB)
     WHERE sha256 = (SELECT sha256 FROM records WHERE ${ofPilot} ORDER BY id LIMIT 1)`,
  );
  edited.exec(`UPDATE records SET dataset_id = 'gone' WHERE id = (SELECT max(id) FROM records WHERE ${ofPilot})`);
  edited.close();

  const again = await reopenServices(appRoot);
  const { findings } = await again.jobs.finished(again.checking.start().id);
  const said = findings.map(({ what, cure }) => `${what} ${cure}`).join('\n');
  expect(said).toMatch(/The signal [0-9a-f]{12}… of record .* is not as it was stored.* Restore a backup/);
  expect(said).toMatch(/1 row of the database refer to others that do not exist: records \d+ → datasets/);
  expect(said).toMatch(/The model "own" cannot be read: its folder .*own is gone/);
  expect(said).toMatch(/The folder .*nobodys belongs to no model/);
  expect(findings.every(({ cure }) => cure.endsWith('.'))).toBe(true);
});
