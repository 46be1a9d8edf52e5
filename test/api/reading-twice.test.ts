import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { openDb } from '../../src-main/db/open.ts';
import { appendResponse } from '../../src-main/db/studies/responses.ts';
import { answer } from '../helpers/answer-trial.ts';
import { openReadingServices } from '../helpers/reading-services.ts';
import { resultsSoFar } from '../helpers/results-so-far.ts';
import { CONTENT } from '../helpers/response-content.ts';
import { readingFixture } from './reading-fixture.ts';

describe('a pair that is answered twice', () => {
  it('stores an answer that is sent twice once, and never another one in its place', async () => {
    const { client, services, studyId } = await readingFixture();
    const step = await client.reading.open({ studyId, reader: 'Dr A' });
    const first = await client.reading.respond(answer(step));
    const second = await client.reading.respond(answer(step));
    expect(second.trial?.trialId).toBe(first.trial?.trialId);
    await expect(client.reading.respond(answer(step, { answer: '2' }))).rejects.toMatchObject({
      data: { code: 'conflict' },
    });
    expect(await resultsSoFar(services, studyId)).toHaveLength(1);
  });

  it('tells a window that was overtaken by another where the session is, and stores nothing twice', async () => {
    const { client, services, studyId, trials } = await readingFixture();
    const stale = await client.reading.open({ studyId, reader: 'Dr A' });
    const ahead = await client.reading.respond(answer(await client.reading.open({ studyId, reader: 'Dr A' })));
    await client.reading.respond(answer(ahead));
    const other = stale.trial?.question === 'same-class' ? 'different' : '2';
    const refused = client.reading.respond(answer(stale, { answer: other }));
    await expect(refused).rejects.toMatchObject({ data: { code: 'conflict' } });
    await expect(refused).rejects.not.toMatchObject({ data: { message: expect.stringMatching(/page/i) } });
    const again = await client.reading.open({ studyId, reader: 'Dr A' });
    expect([again.sessionId, again.answered, again.trial?.trialId]).toEqual([stale.sessionId, 2, trials[2]?.id]);
    expect(await resultsSoFar(services, studyId)).toHaveLength(2);
  });

  it('stores one answer of two processes that answer the same pair at once', async () => {
    const { folder, services, studyId } = await readingFixture();
    const beside = await openReadingServices(folder);
    onTestFinished(() => beside.close());
    const step = await services.sessions.open(studyId, 'Dr A');
    expect((await beside.sessions.open(studyId, 'Dr A')).sessionId).toBe(step.sessionId);
    services.sessions.respond(answer(step));
    expect(beside.sessions.respond(answer(step)).answered).toBe(1);
    const other = step.trial?.question === 'same-class' ? 'different' : '2';
    expect(() => beside.sessions.respond(answer(step, { answer: other }))).toThrow(
      expect.objectContaining({ name: 'AppError', code: 'conflict' }),
    );
    expect(await resultsSoFar(beside, studyId)).toHaveLength(1);
  });

  it.each([
    ['the same answer as given', '1', { answered: 1 }],
    ['another one as a conflict', '2', { name: 'AppError', message: expect.stringMatching(/answered already/) }],
  ] as const)('takes %s, of a process that answers while another one stores', async (_, second, outcome) => {
    const { folder, services, studyId, trials } = await readingFixture();
    const step = await services.sessions.open(studyId, 'Dr A');
    // Whatever the first question is, both processes are asked the same; "which" comes first in this fixture.
    expect(step.trial?.question).toBe('which-is-real');
    const beside = fork(new URL('../helpers/respond-beside.ts', import.meta.url), [
      folder,
      JSON.stringify(answer(step, { answer: second })),
    ]);
    onTestFinished(() => void beside.kill());
    await once(beside, 'message');
    const db = openDb(join(folder, 'workspace.sqlite'));
    onTestFinished(() => void db.close());
    db.exec('BEGIN IMMEDIATE');
    appendResponse(db, step.sessionId, trials[0]?.id ?? '', CONTENT);
    const ended = once(beside, 'message');
    beside.send('answer');
    await new Promise((resolve) => setTimeout(resolve, 500));
    db.exec('COMMIT');
    expect(await ended).toEqual([outcome, undefined]);
    expect(await resultsSoFar(services, studyId)).toHaveLength(1);
  });
});
