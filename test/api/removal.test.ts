import { createRouterClient } from '@orpc/server';
import { expect, it } from 'vitest';
import { createRouter } from '../../src-main/api/create-router.ts';
import { account } from '../../src-main/db/audit/acts.ts';
import { listAudit } from '../../src-main/db/audit/audit.ts';
import { openDb } from '../../src-main/db/open.ts';
import { join } from 'node:path';
import { openServices, reopenServices } from '../helpers/open-services.ts';
import { addStudy } from '../helpers/study-fixture.ts';

async function simulated() {
  const { services, appRoot } = await openServices();
  const { datasetId } = await services.jobs.finished(
    services.datasets.startSimulation({ records: 4, seed: 1, durationS: 9, name: 'pilot' }).id,
  );
  return { services, appRoot, datasetId, path: join(appRoot, 'workspace', 'workspace.sqlite') };
}

it('a deleted dataset is in no list, and back with its records when it is restored', async () => {
  const { services, datasetId } = await simulated();
  const { datasets, removal } = createRouterClient(createRouter(services, 'web'));
  await removal.remove({ kind: 'dataset', id: datasetId });
  expect(await datasets.list()).toEqual([]);
  expect(await removal.list()).toMatchObject([{ kind: 'dataset', id: datasetId, name: 'pilot' }]);
  await removal.restore({ kind: 'dataset', id: datasetId });
  expect(await removal.list()).toEqual([]);
  expect(await datasets.list()).toMatchObject([{ id: datasetId, records: 4 }]);
  await expect(removal.restore({ kind: 'dataset', id: datasetId })).rejects.toMatchObject({
    data: { code: 'not-found' },
  });
});

it('a name is free again once its dataset is deleted', async () => {
  const { services, datasetId } = await simulated();
  services.removal.remove('dataset', 'pilot');
  const again = services.datasets.startSimulation({ records: 5, seed: 2, durationS: 9, name: 'pilot' });
  const made = await services.jobs.finished(again.id);
  expect(made.datasetId).not.toBe(datasetId);
  expect(services.datasets.list()).toMatchObject([{ name: 'pilot', records: 5 }]);
});

it('is gone for good, signals too, at the first start a day later', async () => {
  const { services, datasetId, appRoot, path } = await simulated();
  services.removal.remove('dataset', datasetId);
  await services.close();
  const db = openDb(path);
  db.prepare('UPDATE removed SET at = ?').run('2026-01-01T00:00:00.000Z');
  db.close();
  const later = await reopenServices(appRoot);
  expect(() => later.removal.restore({ kind: 'dataset', id: datasetId })).toThrow('no deleted dataset');
  await later.close();
  const after = openDb(path);
  expect(after.prepare('SELECT count(*) FROM records').pluck().get()).toBe(0);
  expect(after.prepare('SELECT count(*) FROM signals').pluck().get()).toBe(0);
  after.close();
});

it('a name that is taken, and what ships with the program, are refused in words', async () => {
  const { services } = await simulated();
  const other = services.datasets.startSimulation({ records: 4, seed: 3, durationS: 9, name: 'other' });
  await services.jobs.finished(other.id);
  expect(() => services.removal.rename('dataset', 'other', 'pilot')).toThrow('another dataset named “pilot”');
  services.removal.rename('dataset', 'other', 'main');
  expect(
    services.datasets
      .list()
      .map(({ name }) => name)
      .sort(),
  ).toEqual(['main', 'pilot']);
  expect(() => services.removal.remove('model', 'small')).toThrow('ships with Equipoise');
  const { removal } = createRouterClient(createRouter(services, 'web'));
  await expect(removal.rename({ kind: 'dataset', id: 'main', name: 'ma\u202ein' })).rejects.toThrow();
});

it('the audit says what was renamed, deleted, taken back and gone for good', async () => {
  const { services, datasetId, appRoot, path } = await simulated();
  services.removal.rename('dataset', 'pilot', 'main');
  services.removal.remove('dataset', 'main');
  services.removal.restore({ kind: 'dataset', id: datasetId });
  services.removal.remove('dataset', 'main');
  await services.close();
  const db = openDb(path);
  db.prepare('UPDATE removed SET at = ?').run('2026-01-01T00:00:00.000Z');
  db.close();
  await (await reopenServices(appRoot)).close();
  const after = openDb(path);
  const told = [...listAudit(after)].map(({ action, details }) => [action, JSON.parse(details) as object]);
  after.close();
  const [dataset, by] = [{ kind: 'dataset', id: datasetId }, { account: account() }];
  expect(told.slice(-5)).toEqual([
    ['rename', { ...dataset, ...by, before: 'pilot', name: 'main' }],
    ['delete', { ...dataset, ...by, name: 'main' }],
    ['undelete', { ...dataset, ...by }],
    ['delete', { ...dataset, ...by, name: 'main' }],
    // By the program itself.
    ['purge', dataset],
  ]);
});

it('what a study or a run depends on is refused, by name and number, and a locked study always', async () => {
  const { services, appRoot } = await openServices();
  const db = openDb(join(appRoot, 'workspace', 'workspace.sqlite'));
  const { studyId } = addStudy(db);
  db.close();
  const [run] = services.attacks.list();
  const [dataset] = services.datasets.list();
  expect(() => services.removal.remove('run', run?.id ?? '')).toThrow('it is used by 1 study. Delete that first');
  expect(() => services.removal.remove('dataset', dataset?.id ?? '')).toThrow('it is used by 1 attack run');
  expect(() => services.removal.remove('study', studyId)).toThrow('is locked: it is evidence');
  expect(() => services.removal.rename('study', studyId, 'Other')).toThrow('is locked: it is evidence');
});
