import { monitorEventLoopDelay } from 'node:perf_hooks';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { expect, it } from 'vitest';
import { createReadingRouter } from '../../src-main/api/create-router.ts';
import { openDb } from '../../src-main/db/open.ts';
import { stopBlocking, whenFree } from '../../src-main/db/sqlite/when-free.ts';
import { listResponses } from '../../src-main/db/studies/responses.ts';
import { AppError } from '../../src-shared/errors/app-error.ts';
import { answer } from '../helpers/answer-trial.ts';
import { holdDatabase } from '../helpers/hold-database.ts';
import { openReadingServices } from '../helpers/reading-services.ts';
import { addStudy } from '../helpers/study-fixture.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const HELD_MS = 3000;

/** Far above what a busy machine needs for anything else here, and far below the time for which the lock is held. */
const STOPPED_AT_MOST_MS = 1000;

it('answers others while another program holds the database, and stores the answer once it is free, as of its arrival', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'workspace.sqlite');
  const services = await openReadingServices(folder, { asHost: true });
  const db = openDb(path);
  const { studyId } = addStudy(db);
  const client = createRouterClient(createReadingRouter(services, 'web'));
  const openedAt = performance.now();
  const step = await client.reading.open({ studyId, reader: 'Dr. A' });

  await holdDatabase(path, HELD_MS);
  const stops = monitorEventLoopDelay({ resolution: 10 });
  stops.enable();
  const order: string[] = [];
  const responded = client.reading.respond(answer(step)).then((next) => {
    order.push('respond');
    return next;
  });
  await client.app.info();
  order.push('info');
  const [arrivedAt, arrivedAfter] = [Date.now(), performance.now() - openedAt];
  expect(listResponses(db, step.sessionId)).toEqual([]);
  expect((await responded).answered).toBe(1);
  stops.disable();
  expect(order).toEqual(['info', 'respond']);
  expect(stops.max / 1e6).toBeLessThan(STOPPED_AT_MOST_MS);
  const [stored, ...more] = listResponses(db, step.sessionId);
  expect(more).toEqual([]);
  expect(Date.parse(stored?.content.answeredAt ?? '')).toBeLessThanOrEqual(arrivedAt);
  expect(stored?.content.serverTimeMs).toBeLessThanOrEqual(arrivedAfter);
  db.close();
  await services.close();
});

it('says after a while that another program holds the database, and stores nothing', async () => {
  const folder = temporaryFolder();
  const path = join(folder, 'workspace.sqlite');
  const [db, other] = [openDb(path), openDb(path)];
  stopBlocking(db);
  other.exec('BEGIN IMMEDIATE');
  let attempts = 0;
  const attempt = (): void => {
    attempts += 1;
    db.exec('CREATE TABLE made (id)');
  };
  const failure = await whenFree(attempt, 200).catch((error: unknown) => AppError.from(error));
  expect(failure).toMatchObject({
    code: 'storage',
    message: expect.stringMatching(/^Another program holds the workspace's database/) as string,
  });
  expect(attempts).toBeGreaterThan(1);
  other.exec('ROLLBACK');
  await whenFree(attempt);
  await expect(whenFree(attempt)).rejects.toThrow('already exists');
  db.close();
  other.close();
});
