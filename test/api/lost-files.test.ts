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
import { restoreWorkspace } from '../../src-main/services/create-services.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { answer } from '../helpers/answer-trial.ts';
import { openReadingServices } from '../helpers/reading-services.ts';
import { addStudy, type ProtocolChanges } from '../helpers/study-fixture.ts';
import { readStudy as give } from '../helpers/workspace-with-study.ts';
import { Editor } from '../helpers/workspace-editor.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** A workspace with a locked study of six pairs, closed. */
async function workspaceWithStudy(protocol: ProtocolChanges = {}): Promise<{ folder: string; studyId: string }> {
  const folder = join(temporaryFolder(), 'workspace');
  await (await openReadingServices(folder)).close();
  const db = openDb(join(folder, 'workspace.sqlite'));
  const { studyId } = addStudy(db, { protocol });
  db.close();
  return { folder, studyId };
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
    expect(await restoreWorkspace(folder)).toEqual({ events: 0, answers: 0, withoutStudy: 0, lost: 7, rekeyed: 0 });
    await (await openReadingServices(folder)).close();
    expect(answersIn(folder)).toBe(2);
  });
});

describe('a session whose key went with the database', () => {
  /** A workspace whose database is older than the session, of which the log has three answers; restored. */
  async function withoutKey(): Promise<{ folder: string; studyId: string }> {
    const { folder, studyId } = await workspaceWithStudy();
    const earlier = join(folder, '..', 'before-the-session.sqlite');
    copyFileSync(join(folder, 'workspace.sqlite'), earlier);
    const services = await openReadingServices(folder);
    await give(services, studyId, 3);
    await services.close();
    copyFileSync(earlier, join(folder, 'workspace.sqlite'));
    expect(await restoreWorkspace(folder)).toMatchObject({ answers: 3, rekeyed: 1 });
    return { folder, studyId };
  }

  it('goes on with a new one, whose beginning is in the audit, and ends with a receipt', async () => {
    const { folder, studyId } = await withoutKey();
    const services = await openReadingServices(folder);
    await give(services, studyId, 3);
    const { problems, sessions } = await services.results.evidence(studyId);
    expect(problems).toEqual([]);
    expect(sessions).toMatchObject([
      {
        answers: 6,
        receipt: expect.stringMatching(/^[0-9a-f]{4}(-[0-9a-f]{4}){4}$/),
        notes: expect.arrayContaining([
          expect.stringMatching(/was lost when the workspace was restored after 3 answers/),
        ]) as string[],
      },
    ]);
    await services.close();
    expect(await restoreWorkspace(folder)).toMatchObject({ events: 0, rekeyed: 0 });
  });

  it('begins after all answers that the old one signed, those that were taken back too', async () => {
    const { folder, studyId } = await workspaceWithStudy({ session: { undo: true } });
    const earlier = join(folder, '..', 'before-the-session.sqlite');
    copyFileSync(join(folder, 'workspace.sqlite'), earlier);
    const before = await openReadingServices(folder);
    const { sessionId } = await before.sessions.open(studyId, 'Dr. A');
    const first = before.sessions.turn(sessionId, { page: 'instructions', language: 'en' });
    before.sessions.respond(answer(first));
    const second = before.sessions.respond(answer(before.sessions.undo(sessionId), { amends: true }));
    before.sessions.respond(answer(second));
    await before.close();
    copyFileSync(earlier, join(folder, 'workspace.sqlite'));
    expect(await restoreWorkspace(folder)).toMatchObject({ answers: 3, rekeyed: 1 });
    const after = await openReadingServices(folder);
    await give(after, studyId, 4);
    expect(after.sessions.turn(sessionId, { page: 'finish', language: 'en' })).toMatchObject({
      receipt: { answers: 7 },
    });
    expect((await after.results.evidence(studyId)).problems).toEqual([]);
    await after.close();
  });

  it('signs with the one only what comes before, and with the other only what follows', async () => {
    const { folder, studyId } = await withoutKey();
    const services = await openReadingServices(folder);
    await give(services, studyId, 1);
    await services.close();
    const editor = new Editor(join(folder, 'workspace.sqlite'));
    editor.run(
      `UPDATE responses SET signature = (SELECT signature FROM responses WHERE position = 3) WHERE position = 2`,
    );
    editor.db.close();
    const again = await openReadingServices(folder);
    const { problems } = await again.results.evidence(studyId);
    await again.close();
    expect(problems).toEqual([
      'answer 3 of reader "Dr. A" was changed or forged: the key of the session did not sign it',
    ]);
  });
});

describe('the file of the database', () => {
  it('holds everything by itself once a session is at its end, and once the host stops', async () => {
    const { folder, studyId } = await workspaceWithStudy();
    const services = await openReadingServices(folder);
    const wal = join(folder, 'workspace.sqlite-wal');
    await give(services, studyId, 5);
    expect(statSync(wal).size).toBeGreaterThan(0);
    const client = createRouterClient(createReadingRouter(services, 'web'));
    const last = await client.reading.open({ studyId, reader: 'Dr. A' });
    services.sessions.respond(answer(last));
    expect(statSync(wal).size).toBe(0);
    const copy = join(temporaryFolder(), 'workspace.sqlite');
    copyFileSync(join(folder, 'workspace.sqlite'), copy);
    const db = openDb(copy);
    expect(db.prepare('SELECT count(*) FROM responses').pluck().get()).toBe(6);
    expect(db.prepare('SELECT count(*) FROM session_keys').pluck().get()).toBe(0);
    db.close();

    // Another program has the workspace open, so that SQLite itself keeps the -wal when the host ends.
    const beside = openDb(join(folder, 'workspace.sqlite'));
    await client.reading.open({ studyId, reader: 'Dr. B' });
    await services.close();
    expect(statSync(wal).size).toBe(0);
    beside.close();
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
