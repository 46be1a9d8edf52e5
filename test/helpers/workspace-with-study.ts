import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { onTestFinished } from 'vitest';
import { createReadingRouter } from '../../src-main/api/create-router.ts';
import { openDb } from '../../src-main/db/open.ts';
import type { Services } from '../../src-main/services/create-services.ts';
import { answer } from './answer-trial.ts';
import { openReadingServices } from './reading-services.ts';
import { addStudy } from './study-fixture.ts';
import { temporaryFolder } from './temporary-folder.ts';

/** A workspace with a locked study of six pairs, and the file of a model. */
export async function workspaceWithStudy(): Promise<{ folder: string; studyId: string; services: Services }> {
  const folder = join(temporaryFolder(), 'workspace');
  await (await openReadingServices(folder)).close();
  const db = openDb(join(folder, 'workspace.sqlite'));
  const { studyId } = addStudy(db);
  db.close();
  mkdirSync(join(folder, 'models', 'own'));
  writeFileSync(join(folder, 'models', 'own', 'weights.bin'), 'weights');
  const services = await openReadingServices(folder);
  onTestFinished(() => services.close());
  return { folder, studyId, services };
}

/** Gives so many answers as Dr. A. */
export async function readStudy(services: Services, studyId: string, answers: number): Promise<void> {
  const client = createRouterClient(createReadingRouter(services, 'web'));
  let step = await client.reading.open({ studyId, reader: 'Dr. A' });
  for (let given = 0; given < answers; given++) step = await client.reading.respond(answer(step));
}
