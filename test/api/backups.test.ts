import { existsSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { createRouterClient } from '@orpc/server';
import { expect, it } from 'vitest';
import { createRouter } from '../../src-main/api/create-router.ts';
import { openDb } from '../../src-main/db/open.ts';
import { startCommand } from '../helpers/command-line.ts';
import { openReadingServices } from '../helpers/reading-services.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { readStudy, workspaceWithStudy } from '../helpers/workspace-with-study.ts';

it('copies the whole workspace while answers are stored, privately, and without the keys of running sessions', async () => {
  const { folder, studyId, services } = await workspaceWithStudy();
  await readStudy(services, studyId, 1);
  const [made] = await Promise.all([services.backups.backUp('asked'), readStudy(services, studyId, 3)]);
  const copy = made?.path ?? '';
  expect(made?.name).toMatch(/^\d{4}-\d\d-\d\dT\d\d-\d\d-\d\dZ-asked$/);
  expect(readdirSync(copy).sort()).toEqual([
    'backup.json',
    'evidence.jsonl',
    'models',
    'workspace.mark.json',
    'workspace.sqlite',
  ]);
  expect(readFileSync(join(copy, 'models', 'own', 'weights.bin'), 'utf8')).toBe('weights');
  expect(statSync(copy).mode & 0o777).toBe(0o700);
  for (const name of ['workspace.sqlite', 'evidence.jsonl', 'backup.json'])
    expect(statSync(join(copy, name)).mode & 0o777).toBe(0o600);

  // A workspace by itself: what the log and the mark say of it is what it holds.
  const opened = await openReadingServices(copy);
  expect(await opened.results.evidence(studyId)).toMatchObject({ sessions: [{ answers: made?.answers }] });
  await opened.close();
  const db = openDb(join(copy, 'workspace.sqlite'));
  expect(db.prepare('SELECT count(*) FROM session_keys').pluck().get()).toBe(0);
  db.close();
  expect(existsSync(join(folder, 'backups', made?.name ?? ''))).toBe(true);
});

it('is made only where something has changed, and the newest stay', async () => {
  const { services } = await workspaceWithStudy();
  const client = createRouterClient(createRouter(services, 'web'));
  expect(await client.workspace.backUp()).not.toBeNull();
  expect(await client.workspace.backUp()).toBeNull();
  await client.workspace.keepBackups({ folder: null, keep: 2 });
  for (const text of ['{"title": "A"}', '{"title": "B"}']) {
    await client.designs.create({ text, datasetId: null, modelId: null });
    await client.workspace.backUp();
  }
  const { backups } = await client.workspace.backups();
  expect(backups).toHaveLength(2);
  expect(backups[0]!.made > backups[1]!.made).toBe(true);
});

it('is made after a lock and after results are opened, but not of a rehearsal, which can be made again', async () => {
  const { studyId, services } = await workspaceWithStudy();
  const whys = (): string[] => services.backups.state().backups.map(({ why }) => why);
  await services.backups.backUpActs();
  expect(whys()).toEqual(['lock']);
  const request = { studyId, readers: 1, probabilityRight: 0.5, seed: 1 };
  const { studyId: copy } = await services.jobs.finished(services.startRehearsal(request).id);
  await services.results.responses(copy);
  await services.backups.backUpActs();
  expect(whys()).toEqual(['lock']);
  await readStudy(services, studyId, 1);
  await services.results.open(studyId, { reason: 'An interim look', passphrase: null }, 'window');
  await services.backups.backUpActs();
  expect(whys()).toEqual(['unseal', 'lock']);
});

it('goes where the user says; a folder that cannot be written is said, and nothing else fails', async () => {
  const { folder, studyId, services } = await workspaceWithStudy();
  const elsewhere = join(temporaryFolder(), 'on another disk');
  await services.backups.configure({ folder: elsewhere, keep: 10 });
  expect(services.backups.state()).toMatchObject({ isDefault: false });
  const made = await services.backups.backUp('asked');
  expect(made?.path.startsWith(elsewhere)).toBe(true);

  rmSync(elsewhere, { recursive: true });
  writeFileSync(elsewhere, 'a file in its place');
  await readStudy(services, studyId, 1);
  await expect(services.backups.backUp('daily')).rejects.toMatchObject({ code: expect.any(String) as string });
  expect(services.backups.state().problem).toContain(elsewhere);
  await readStudy(services, studyId, 2);
  await expect(services.backups.configure({ folder: join(elsewhere, 'x'), keep: 10 })).rejects.toThrow(
    /cannot be written to .*Choose another folder/,
  );
  expect(readdirSync(join(folder)).includes('backups')).toBe(false);
});

it('a program that is killed while it copies leaves nothing that is taken for a backup', async () => {
  const { folder, services } = await workspaceWithStudy();
  truncateSync(join(folder, 'models', 'own', 'weights.bin'), 100 * 2 ** 20);
  const root = join(folder, 'backups');
  const { child, ended } = startCommand(folder, ['workspace', 'backup']);
  const halves = (): string[] => (existsSync(root) ? readdirSync(root) : []);
  while (halves().length === 0) await setTimeout(2);
  child.kill('SIGKILL');
  await ended;
  expect(halves()).toEqual([expect.stringMatching(/\.part$/)]);
  expect(services.backups.state()).toMatchObject({ backups: [], unusable: [] });
  truncateSync(join(folder, 'models', 'own', 'weights.bin'), 10);
  const made = await services.backups.backUp('asked');
  expect(halves()).toEqual([made?.name]);
});
