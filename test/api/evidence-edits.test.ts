import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it, onTestFinished } from 'vitest';
import { openDb } from '../../src-main/db/open.ts';
import { EDITS } from '../helpers/evidence-edits.ts';
import { answer } from '../helpers/answer-trial.ts';
import { openReadingServices } from '../helpers/reading-services.ts';
import { addStudy } from '../helpers/study-fixture.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { Editor } from '../helpers/workspace-editor.ts';

/** A locked study of six pairs that Dr A has read to the end and Dr B up to the fourth. */
let original: string;
let studyId: string;

beforeAll(async () => {
  original = mkdtempSync(join(tmpdir(), 'equipoise-test-'));
  const services = await openReadingServices(original);
  const db = openDb(join(original, 'workspace.sqlite'));
  ({ studyId } = addStudy(db));
  db.close();
  for (const [reader, count] of [
    ['Dr A', 6],
    ['Dr B', 4],
  ] as const) {
    let step = await services.sessions.open(studyId, reader);
    for (let i = 0; i < count; i++) step = services.sessions.respond(answer(step));
  }
  await services.keepEvidence();
  await services.close();
});

afterAll(() => rmSync(original, { recursive: true, force: true }));

it.each(EDITS)('names %s', async (_, edit, expected) => {
  const folder = temporaryFolder();
  cpSync(original, folder, { recursive: true });
  const editor = new Editor(join(folder, 'workspace.sqlite'));
  edit(editor);
  editor.db.close();
  const outcomes: string[] = [];
  try {
    const services = await openReadingServices(folder);
    onTestFinished(() => services.close());
    for (const door of [
      () => services.results.responses(studyId),
      () => services.results.export(studyId, 'json'),
      () => services.sessions.open(studyId, 'Dr N'),
    ]) {
      try {
        await door();
        outcomes.push('nothing was noticed');
      } catch (error) {
        outcomes.push((error as Error).message);
      }
    }
  } catch (error) {
    outcomes.push((error as Error).message); // the program does not open this workspace
  }
  for (const outcome of outcomes) expect(outcome).toMatch(expected);
});
