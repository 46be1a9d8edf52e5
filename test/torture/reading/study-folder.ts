import { join } from 'node:path';
import { expect } from 'vitest';
import { openDb } from '../../../src-main/db/open.ts';
import { listResponses } from '../../../src-main/db/studies/responses.ts';
import { buildPage } from '../../e2e/host-process.ts';
import { openReadingServices } from '../../helpers/reading-services.ts';
import { addStudy, type FixturePair } from '../../helpers/study-fixture.ts';

export const READER = 'Dr A';

/** So many pairs of a second each. */
export const shortPairs = (count: number): FixturePair[] =>
  Array.from({ length: count }, (_, i) => {
    const original = Int16Array.from({ length: 300 }, (_, t) => i * 3 + (t % 50));
    return [original, original.map((sample, t) => sample + (t % 2 ? 10 : -10))];
  });

/** Makes a workspace with a locked study of so many short pairs, and the page of a host. Returns its id. */
export async function makeStudyFolder(workspace: string, pairs: number): Promise<string> {
  await buildPage();
  await (await openReadingServices(workspace)).close();
  const db = openDb(join(workspace, 'workspace.sqlite'));
  try {
    return addStudy(db, { pairs: shortPairs(pairs) }).studyId;
  } finally {
    db.close();
  }
}

/** The stored answers by trial, in their order; checks that they are as they were given and that none is there twice. */
export async function storedAnswers(workspace: string, studyId: string): Promise<Map<string, string>> {
  const services = await openReadingServices(workspace);
  const { problems, sessions } = await services.results.evidence(studyId);
  await services.close();
  expect(problems).toEqual([]);
  expect(sessions.length).toBeLessThanOrEqual(1);
  const db = openDb(join(workspace, 'workspace.sqlite'));
  try {
    expect(db.pragma('integrity_check', { simple: true })).toBe('ok');
    const rows = sessions.flatMap(({ sessionId }) => listResponses(db, sessionId));
    const answers = new Map(rows.map(({ trialId, content }) => [trialId, content.answer]));
    expect(answers.size).toBe(rows.length);
    expect(rows.map(({ position }) => position)).toEqual(rows.map((_, index) => index));
    return answers;
  } finally {
    db.close();
  }
}
