import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { onTestFinished } from 'vitest';
import { createRouter } from '../../src-main/api/create-router.ts';
import { openDb } from '../../src-main/db/open.ts';
import { openReadingServices } from '../helpers/reading-services.ts';
import { addStudy, fixturePairs, type ProtocolChanges } from '../helpers/study-fixture.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** A workspace with a locked study of so many pairs, open until the test is finished, and its contract. */
export async function readingFixture(protocol: ProtocolChanges = {}, pairs = 6) {
  const folder = temporaryFolder();
  const services = await openReadingServices(folder);
  onTestFinished(() => services.close());
  const db = openDb(join(folder, 'workspace.sqlite'));
  const { studyId, trials } = addStudy(db, { protocol, pairs: fixturePairs(pairs) });
  db.close();
  return { folder, services, client: createRouterClient(createRouter(services, 'web')), studyId, trials };
}
