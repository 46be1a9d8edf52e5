import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readFileSync,
  rmSync,
  statSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { createReadingRouter } from '../../src-main/api/create-router.ts';
import { openDb } from '../../src-main/db/open.ts';
import { listResponses } from '../../src-main/db/studies/responses.ts';
import { restoreWorkspace, type Services } from '../../src-main/services/create-services.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { answer } from '../helpers/answer-trial.ts';
import { openReadingServices } from '../helpers/reading-services.ts';
import { addStudy } from '../helpers/study-fixture.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** A workspace with a locked study of six pairs, closed. */
async function workspaceWithStudy(): Promise<{ folder: string; studyId: string }> {
  const folder = join(temporaryFolder(), 'workspace');
  await (await openReadingServices(folder)).close();
  const db = openDb(join(folder, 'workspace.sqlite'));
  const { studyId } = addStudy(db);
  db.close();
  return { folder, studyId };
}

async function give(services: Services, studyId: string, count: number): Promise<void> {
  const client = createRouterClient(createReadingRouter(services, 'web'));
  let step = await client.reading.open({ studyId, reader: 'Dr. A' });
  for (let given = 0; given < count; given++) step = await client.reading.respond(answer(step));
}

const KEPT = ['workspace.sqlite', 'workspace.sqlite-wal', 'evidence.jsonl', 'workspace.mark.json'];

/** A workspace with two answers in its database and three in its -wal, as it is when its program is killed. */
async function killedWorkspace(): Promise<{ folder: string; studyId: string; earlier: string }> {
  const { folder, studyId } = await workspaceWithStudy();
  const first = await openReadingServices(folder);
  await give(first, studyId, 2);
  await first.close();
  const earlier = join(folder, '..', 'workspace.sqlite.yesterday');
  copyFileSync(join(folder, 'workspace.sqlite'), earlier);
  const second = await openReadingServices(folder);
  await give(second, studyId, 3);
  const killed = join(temporaryFolder(), 'workspace');
  mkdirSync(killed);
  for (const name of KEPT) copyFileSync(join(folder, name), join(killed, name));
  await second.close();
  return { folder: killed, studyId, earlier };
}

/** What opening the workspace fails with. */
async function failure(folder: string): Promise<AppError> {
  try {
    const services = await openReadingServices(folder);
    await services.close();
  } catch (error) {
    return AppError.from(error);
  }
  throw new Error('The workspace opened.');
}

function answersIn(folder: string): number {
  const db = openDb(join(folder, 'workspace.sqlite'));
  try {
    const ids = db.prepare<[], string>('SELECT id FROM sessions').pluck().all();
    return ids.flatMap((id) => listResponses(db, id)).length;
  } finally {
    db.close();
  }
}

describe('a workspace whose database lost something', () => {
  it('opens with every answer when only the program was killed', async () => {
    const { folder } = await killedWorkspace();
    await (await openReadingServices(folder)).close();
    expect(answersIn(folder)).toBe(5);
  });

  const losses: [string, (folder: string, earlier: string) => void, number][] = [
    ['a deleted -wal', (folder) => rmSync(join(folder, 'workspace.sqlite-wal')), 3],
    ['a -wal cut to one page', (folder) => truncateSync(join(folder, 'workspace.sqlite-wal'), 4152), 3],
    [
      'the file of an earlier day',
      (folder, earlier) => {
        rmSync(join(folder, 'workspace.sqlite-wal'));
        copyFileSync(earlier, join(folder, 'workspace.sqlite'));
      },
      3,
    ],
  ];
  it.each(losses)('says what it lacks after %s, and gets every answer back', async (_, lose, lost) => {
    const { folder, studyId, earlier } = await killedWorkspace();
    lose(folder, earlier);
    const { code, message } = await failure(folder);
    expect(code).toBe('damaged');
    expect(message).toContain(`it lacks ${lost} answers, the last of 20`);
    expect(message).toContain(`npm run equipoise -- restore --workspace ${folder}`);
    expect(await restoreWorkspace(folder)).toMatchObject({ answers: lost, withoutStudy: 0, lost: 0 });
    expect(answersIn(folder)).toBe(5);
    const services = await openReadingServices(folder);
    expect(await services.sessions.open(studyId, 'Dr. A')).toMatchObject({ answered: 5, total: 6 });
    await give(services, studyId, 1);
    await services.close();
    expect(answersIn(folder)).toBe(6);
  });

  it.each<[string, number]>([
    ['is empty', 0],
    ['was cut to 1 byte', 1],
  ])('is not taken for a new one when its file %s, and leaves it as it is', async (says, bytes) => {
    const { folder, earlier } = await killedWorkspace();
    rmSync(join(folder, 'workspace.sqlite-wal'));
    truncateSync(join(folder, 'workspace.sqlite'), bytes);
    const { code, message } = await failure(folder);
    expect(code).toBe('damaged');
    expect(message).toContain(`workspace.sqlite ${says}, but there was a workspace in this folder`);
    expect(message).toContain('restore the 5 answers in evidence.jsonl');
    expect(statSync(join(folder, 'workspace.sqlite')).size).toBe(bytes);
    copyFileSync(earlier, join(folder, 'workspace.sqlite'));
    expect((await restoreWorkspace(folder)).answers).toBe(3);
    expect(answersIn(folder)).toBe(5);
  });

  it('is not taken for a new one when its file is gone, nor when only the mark or only the log is left', async () => {
    for (const gone of ['evidence.jsonl', 'workspace.mark.json']) {
      const { folder } = await killedWorkspace();
      for (const name of ['workspace.sqlite', 'workspace.sqlite-wal', gone]) rmSync(join(folder, name));
      expect((await failure(folder)).message).toContain('workspace.sqlite is gone, but there was a workspace');
      expect(existsSync(join(folder, 'workspace.sqlite'))).toBe(false);
    }
  });

  it.each([0.3, 0.6, 0.99])('is damaged when its file is cut to %f of its length', async (share) => {
    const { folder } = await workspaceWithStudy();
    const services = await openReadingServices(folder);
    await give(services, services.sessions.studies()[0]?.id ?? '', 6);
    await services.close();
    const path = join(folder, 'workspace.sqlite');
    truncateSync(path, Math.floor(statSync(path).size * share));
    expect((await failure(folder)).code).toBe('damaged');
  });

  it('is damaged when bits of its header or of an answer were flipped', async () => {
    const { folder, studyId } = await killedWorkspace();
    await (await openReadingServices(folder)).close();
    const path = join(folder, 'workspace.sqlite');
    const bytes = readFileSync(path);
    const flip = (at: number): void => {
      const flipped = Buffer.from(bytes);
      flipped[at] = (flipped[at] ?? 0) ^ 0x01;
      writeFileSync(path, flipped);
    };
    flip(3);
    expect((await failure(folder)).code).toBe('damaged');
    flip(bytes.indexOf('"responseTimeMs":1500') + '"responseTimeMs":1'.length);
    const services = await openReadingServices(folder);
    await expect(services.results.responses(studyId)).rejects.toThrow(/answer \d of reader "Dr. A" was changed/);
    await services.close();
  });

  it('says that events are missing when the log went with them, and opens again after a restoration', async () => {
    const { folder, earlier } = await killedWorkspace();
    rmSync(join(folder, 'workspace.sqlite-wal'));
    rmSync(join(folder, 'evidence.jsonl'));
    copyFileSync(earlier, join(folder, 'workspace.sqlite'));
    expect((await failure(folder)).message).toMatch(/ends with event \d+ of \d+/);
    expect(await restoreWorkspace(folder)).toEqual({ events: 0, answers: 0, withoutStudy: 0, lost: 7 });
    await (await openReadingServices(folder)).close();
    expect(answersIn(folder)).toBe(2);
  });
});

describe('the log of the evidence', () => {
  it('survives a torn line, and is written again when it is gone', async () => {
    const { folder, studyId } = await killedWorkspace();
    const path = join(folder, 'evidence.jsonl');
    truncateSync(path, statSync(path).size - 40);
    const services = await openReadingServices(folder);
    await give(services, studyId, 1);
    await services.close();
    rmSync(path);
    await (await openReadingServices(folder)).close();
    rmSync(join(folder, 'workspace.sqlite'));
    expect((await failure(folder)).message).toContain('restore the 6 answers in evidence.jsonl');
  });

  it('belongs to this database: one that went on by itself is not mixed with it', async () => {
    const { folder } = await killedWorkspace();
    const other = await workspaceWithStudy();
    rmSync(join(folder, 'workspace.sqlite-wal'));
    copyFileSync(join(other.folder, 'workspace.sqlite'), join(folder, 'workspace.sqlite'));
    expect((await failure(folder)).code).toBe('damaged');
    await expect(restoreWorkspace(folder)).rejects.toMatchObject({ code: 'conflict' });
  });
});
