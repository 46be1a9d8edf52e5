import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { listAudit } from '../../src-main/db/audit/audit.ts';
import { openDb } from '../../src-main/db/open.ts';
import { withSnapshot } from '../../src-main/db/sqlite/snapshot.ts';
import { readAudit } from '../../src-main/services/studies/read-audit.ts';
import { inPieces } from '../../src-main/services/workspace/in-pieces.ts';
import { answer } from '../helpers/answer-trial.ts';
import { readingFixture } from './reading-fixture.ts';

it('a check that answers arrive in the middle of sees the study as it was when it began', async () => {
  const { folder, services, studyId } = await readingFixture();
  let step = await services.sessions.open(studyId, 'Dr A');
  const db = openDb(join(folder, 'workspace.sqlite'));
  onTestFinished(() => void db.close());
  const before = [...listAudit(db)].length;
  const check = await withSnapshot(db, (snapshot) => {
    // Somebody answers between any two steps of the check, as long as there are pairs.
    function* besideReader(work: ReturnType<typeof readAudit>): ReturnType<typeof readAudit> {
      for (let next = work.next(); ; next = work.next()) {
        if (next.done) return next.value;
        if (step.trial) step = services.sessions.respond(answer(step));
        yield;
      }
    }
    return inPieces(besideReader(readAudit(snapshot, studyId)));
  });
  expect(step.answered).toBe(before);
  expect(check).toMatchObject({ entries: before, problems: [] });
  expect(await services.results.evidence(studyId)).toMatchObject({ problems: [], sessions: [{ answers: before }] });
});

it('answers that arrive while results are asked for are no forgeries', async () => {
  const { services, client, studyId } = await readingFixture();
  let step = await client.reading.open({ studyId, reader: 'Dr A' });
  const asked = [];
  while (step.trial) {
    asked.push(client.results.evidence({ studyId }));
    step = await client.reading.respond(answer(step));
  }
  expect((await Promise.all(asked)).flatMap(({ problems }) => problems)).toEqual([]);
  expect(await services.results.responses(studyId)).toHaveLength(6);
});

it('tables that are asked for at once are of one check, and later ones of a new one', async () => {
  const { services, client, studyId } = await readingFixture();
  let step = await client.reading.open({ studyId, reader: 'Dr A' });
  while (step.trial) step = await client.reading.respond(answer(step));
  const { results } = services;
  const [first, second] = await Promise.all([results.responses(studyId), results.responses(studyId)]);
  expect(first).toHaveLength(6);
  expect(second).toBe(first);
  expect(await results.responses(studyId)).not.toBe(first);
});
