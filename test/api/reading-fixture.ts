import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { onTestFinished } from 'vitest';
import { createRouter } from '../../src-main/api/create-router.ts';
import { openDb } from '../../src-main/db/open.ts';
import type { ReadingStep, ResponseInput } from '../../src-shared/contract/reading.ts';
import { openReadingServices } from '../helpers/reading-services.ts';
import { addStudy } from '../helpers/study-fixture.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** A workspace with a locked study of six pairs, open until the test is finished, and its contract. */
export async function readingFixture() {
  const folder = temporaryFolder();
  const services = await openReadingServices(folder);
  onTestFinished(() => services.close());
  const db = openDb(join(folder, 'workspace.sqlite'));
  const { studyId, trials } = addStudy(db);
  db.close();
  return { folder, services, client: createRouterClient(createRouter(services, 'web')), studyId, trials };
}

/** An answer to the trial of this step: "1" or "same", whichever its question allows. */
export function answer(step: ReadingStep, changes: Partial<ResponseInput> = {}): ResponseInput {
  return {
    sessionId: step.sessionId,
    trialId: step.trial?.trialId ?? '',
    answer: step.trial?.question === 'same-class' ? 'same' : '1',
    responseTimeMs: 1500,
    choiceChanges: 0,
    focusLost: 0,
    input: 'keyboard',
    devicePixelRatio: 1,
    pxPerMm: 3.78,
    viewportWidthPx: 1280,
    viewportHeightPx: 720,
    ...changes,
  };
}
