import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { openDb } from '../../src-main/db/open.ts';
import { countResponses } from '../../src-main/db/studies/responses.ts';
import { listPresentations } from '../../src-main/db/studies/sessions.ts';
import { WORKSPACE_PAIRS, type PairSource } from '../../src-main/services/studies/pair-source.ts';
import { SessionService } from '../../src-main/services/studies/session-service.ts';
import { answer } from '../helpers/answer-trial.ts';
import { readingFixture } from './reading-fixture.ts';

/** The session service over the fixture's study; `made`: the trials whose tracings were made, in that order. */
async function overPairs(changes: Partial<PairSource> = {}) {
  const { folder, studyId, trials } = await readingFixture();
  const db = openDb(join(folder, 'workspace.sqlite'));
  onTestFinished(() => void db.close());
  const made: string[] = [];
  const pairs: PairSource = {
    ...WORKSPACE_PAIRS,
    pair: (from, study, trial) => {
      made.push(trial.id);
      return WORKSPACE_PAIRS.pair(from, study, trial);
    },
    ...changes,
  };
  return {
    db,
    studyId,
    ids: trials.map(({ id }) => id),
    made,
    service: new SessionService({ db, version: '0' }, pairs),
  };
}

it('makes the tracings of the next pair while the reader looks at this one, and each once', async () => {
  const { service, studyId, ids, made, db } = await overPairs();
  let step = await service.open(studyId, 'Dr A');
  const sent = [step.trial?.tracings];
  for (const count of [2, 3, 4]) {
    await vi.waitFor(() => expect(made).toEqual(ids.slice(0, count)));
    // Ready, and nobody was shown it.
    expect(listPresentations(db, step.sessionId).map(({ trialId }) => trialId)).toEqual(ids.slice(0, count - 1));
    step = service.respond(answer(step));
    sent.push(step.trial?.tracings);
  }
  const unprepared = new SessionService({ db, version: '0' });
  let again = await unprepared.open(studyId, 'Dr B');
  for (const tracings of sent) {
    expect(tracings).toEqual(again.trial?.tracings);
    again = unprepared.respond(answer(again));
  }
});

it('keeps an answer after which the next pair turns out to be damaged', async () => {
  const damaged = new Error('pair 2 was changed');
  const { service, studyId, ids, db } = await overPairs({
    checkTrial: (_db, _study, { id }) => {
      if (id === ids[1]) throw damaged;
    },
  });
  const step = await service.open(studyId, 'Dr A');
  expect(() => service.respond(answer(step))).toThrow(damaged);
  expect(countResponses(db, step.sessionId)).toBe(1);
  expect(listPresentations(db, step.sessionId).map(({ trialId }) => trialId)).toEqual(ids.slice(0, 1));
});
