import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { expect, it } from 'vitest';
import { createRouter } from '../../src-main/api/create-router.ts';
import { openDb } from '../../src-main/db/open.ts';
import { finishRestore, type Services } from '../../src-main/services/create-services.ts';
import { openReadingServices } from '../helpers/reading-services.ts';
import { readStudy, workspaceWithStudy } from '../helpers/workspace-with-study.ts';

const clientOf = (services: Services) => createRouterClient(createRouter(services, 'web'));

/** A study of six pairs with two answers in its backup, and three more since. */
async function withBackup() {
  const { folder, studyId, services } = await workspaceWithStudy();
  await readStudy(services, studyId, 2);
  const made = await services.backups.backUp('asked');
  writeFileSync(join(folder, 'models', 'own', 'weights.bin'), 'trained since');
  await readStudy(services, studyId, 3);
  return { folder, studyId, services, name: made?.name ?? '', copy: made?.path ?? '' };
}

it('is restored at the next start, says what was lost and where it is, and goes on', async () => {
  const { folder, studyId, services, name } = await withBackup();
  const { workspace } = clientOf(services);
  const loss = { events: 7, answers: 3, sessions: 0, locks: 0, bundles: 0 };
  expect(await workspace.restoreLoss({ name })).toEqual(loss);
  const plan = await workspace.planRestore({ name });
  expect(plan).toMatchObject({ name, loss });
  // Nothing is exchanged under whoever works, and a command leaves it to the next window.
  await readStudy(services, studyId, 1);
  expect((await workspace.backups()).restore).toMatchObject({ loss: { answers: 4 } });
  await services.close();
  await (await openReadingServices(folder)).close();

  const restored = await openReadingServices(folder, { asHost: true });
  expect(readFileSync(join(folder, 'models', 'own', 'weights.bin'), 'utf8')).toBe('weights');
  const state = await clientOf(restored).workspace.backups();
  expect(state).toMatchObject({ restore: null, aside: [plan.aside] });
  const { problems, statement, sessions } = await restored.results.evidence(studyId);
  expect(problems).toEqual([]);
  expect(sessions).toMatchObject([
    { answers: 2, notes: expect.arrayContaining([expect.stringContaining('after 2 answers')]) as string[] },
  ]);
  expect(statement).toMatch(/put back to its backup .* on purpose on \d{4}-\d\d-\d\d: 4 answers and \d+ entries/);
  const { rows } = await clientOf(restored).audit.page({ studyId: null, trials: false, before: null, limit: 3 });
  expect(rows.map(({ what }) => what).join('\n')).toContain(`Restored the workspace from its backup ${name}`);
  await readStudy(restored, studyId, 4);
  expect(await restored.results.evidence(studyId)).toMatchObject({ problems: [], sessions: [{ answers: 6 }] });
  await restored.close();

  // What was there is a workspace by itself.
  const before = openDb(join(plan.aside, 'workspace.sqlite'));
  expect(before.prepare('SELECT count(*) FROM responses').pluck().get()).toBe(6);
  before.close();
});

it('a damaged backup is refused, with the file that is, and a workspace that cannot be opened is restored', async () => {
  const { folder, services, name, copy } = await withBackup();
  const { workspace } = clientOf(services);
  const weights = join(copy, 'models', 'own', 'weights.bin');
  writeFileSync(weights, 'weighty');
  await expect(workspace.planRestore({ name })).rejects.toThrow(
    /is damaged: its models\/own\/weights.bin is not as it was written/,
  );
  rmSync(weights);
  await expect(workspace.planRestore({ name })).rejects.toThrow(/models\/own\/weights.bin is gone/);
  await expect(workspace.planRestore({ name: 'none' })).rejects.toThrow(/no whole backup/);
  expect((await workspace.backups()).restore).toBeNull();
  writeFileSync(weights, 'weights');
  await workspace.planRestore({ name });
  await workspace.cancelRestore();
  expect((await workspace.backups()).restore).toBeNull();
  await workspace.planRestore({ name });
  await services.close();
  writeFileSync(join(folder, 'workspace.sqlite'), 'not a database any more');
  expect(await finishRestore(folder)).toMatchObject({ name, loss: { answers: 3 } });
  await (await openReadingServices(folder)).close();
});

it('one that is cut short goes on, and is told once; under another program it does not begin', async () => {
  const { folder, services, name } = await withBackup();
  const { workspace } = clientOf(services);
  const { aside } = await workspace.planRestore({ name });
  await expect(finishRestore(folder)).rejects.toThrow(/cannot be restored while another program uses/);
  await services.close();
  // As a program leaves it that is killed after the first two files.
  mkdirSync(aside);
  for (const file of ['evidence.jsonl', 'workspace.mark.json']) {
    renameSync(join(folder, file), join(aside, file));
    renameSync(join(folder, 'restoring', file), join(folder, file));
  }
  const opened = await openReadingServices(folder);
  expect(existsSync(join(folder, 'restoring'))).toBe(false);
  expect(await clientOf(opened).workspace.backups()).toMatchObject({ restore: null, aside: [aside] });
  await opened.close();
  const db = openDb(join(folder, 'workspace.sqlite'));
  expect(db.prepare(`SELECT count(*) FROM audit WHERE action = 'workspace-restore'`).pluck().get()).toBe(1);
  expect(db.prepare('SELECT count(*) FROM responses').pluck().get()).toBe(2);
  db.close();
});
