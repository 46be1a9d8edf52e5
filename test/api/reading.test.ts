import { fork } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createRouterClient } from '@orpc/server';
import { pino } from 'pino';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createReadingRouter, createRouter } from '../../src-main/api/create-router.ts';
import { openDb } from '../../src-main/db/open.ts';
import { appendResponse, type ResponseContent } from '../../src-main/db/responses.ts';
import { createServices, type Services } from '../../src-main/services/create-services.ts';
import { MAX_RESPONSE_TIME_MS, type ReadingStep, type ResponseInput } from '../../src-shared/contract/reading.ts';
import { addStudy, AT } from '../helpers/study-fixture.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { transports } from './transports.ts';

async function openServices(workspaceDir: string): Promise<Services> {
  return createServices({
    workspaceDir,
    appRoot: workspaceDir,
    spawnWorker: () => {
      throw new Error('reading needs no worker');
    },
    log: pino({ level: 'silent' }),
    version: '1.2.3',
  });
}

async function readingFixture() {
  const folder = temporaryFolder();
  const services = await openServices(folder);
  onTestFinished(() => services.close());
  const db = openDb(join(folder, 'workspace.sqlite'));
  const { studyId, trials } = addStudy(db);
  db.close();
  return { folder, services, client: createRouterClient(createRouter(services, 'web')), studyId, trials };
}

function answer(step: ReadingStep, changes: Partial<ResponseInput> = {}): ResponseInput {
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

/** What another process stores with its answer. */
const CONTENT: ResponseContent = {
  ...{ answer: '1', responseTimeMs: 900, choiceChanges: 0, focusLost: 0, input: 'keyboard' },
  ...{ devicePixelRatio: 1, pxPerMm: 3.78, viewportWidthPx: 1280, viewportHeightPx: 720 },
  ...{ shownAt: AT, answeredAt: AT, timesShown: 1, programVersion: '1.2.3' },
};

describe('reading through the contract', () => {
  it('leads through every trial once, in the order of the design', async () => {
    const { client, studyId, trials } = await readingFixture();
    let step = await client.reading.open({ studyId, reader: 'Dr A' });
    const seen: string[] = [];
    while (step.trial) {
      seen.push(step.trial.trialId);
      step = await client.reading.respond(answer(step));
    }
    expect(seen).toEqual(trials.map(({ id }) => id));
    expect(step.answered).toBe(6);
  });

  it('sends tracings and random ids, and nothing that tells which is which', async () => {
    const { client, studyId, trials } = await readingFixture();
    const { trial } = await client.reading.open({ studyId, reader: 'Dr A' });
    expect(Object.keys(trial ?? {}).sort()).toEqual(
      [
        'gainMmPerMv',
        'instructions',
        'number',
        'paperSpeedMmPerS',
        'question',
        'samplingHz',
        'total',
        'tracings',
        'trialId',
        'unitsPerMv',
      ].sort(),
    );
    const [upper, lower] = trial?.tracings ?? [];
    expect(upper?.samples).toHaveLength(lower?.samples.length ?? 0);
    expect(upper?.samples).not.toEqual(lower?.samples);
    expect([upper?.id, lower?.id]).toEqual([trials[0]?.upperId, trials[0]?.lowerId]);
    expect(JSON.stringify(trial)).not.toMatch(/SAP|R0\d\d|real_side|arm|record/);
  });

  it('goes on at the first unanswered trial after the program was closed and opened again', async () => {
    const { folder, services, client, studyId, trials } = await readingFixture();
    let step = await client.reading.open({ studyId, reader: 'Dr A' });
    step = await client.reading.respond(answer(step));
    await client.reading.respond(answer(step));
    await services.close();

    const again = await openServices(folder);
    onTestFinished(() => again.close());
    const resumed = again.sessions.open(studyId, 'Dr A');
    expect(resumed.answered).toBe(2);
    expect(resumed.trial?.trialId).toBe(trials[2]?.id);
    again.sessions.respond(answer(resumed));
    expect(again.results.table(studyId).map(({ interrupted, times_shown }) => [interrupted, times_shown])).toEqual([
      [0, 1],
      [0, 1],
      [1, 2],
    ]);
  });

  it('stores an answer that is sent twice once, and never another one in its place', async () => {
    const { client, services, studyId } = await readingFixture();
    const step = await client.reading.open({ studyId, reader: 'Dr A' });
    const first = await client.reading.respond(answer(step));
    const second = await client.reading.respond(answer(step));
    expect(second.trial?.trialId).toBe(first.trial?.trialId);
    await expect(client.reading.respond(answer(step, { answer: '2' }))).rejects.toMatchObject({
      data: { code: 'conflict' },
    });
    expect(services.results.table(studyId)).toHaveLength(1);
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
    expect(services.results.table(studyId)).toHaveLength(2);
  });

  it('stores one answer of two processes that answer the same pair at once', async () => {
    const { folder, services, studyId } = await readingFixture();
    const beside = await openServices(folder);
    onTestFinished(() => beside.close());
    const step = services.sessions.open(studyId, 'Dr A');
    expect(beside.sessions.open(studyId, 'Dr A').sessionId).toBe(step.sessionId);
    services.sessions.respond(answer(step));
    expect(beside.sessions.respond(answer(step)).answered).toBe(1);
    const other = step.trial?.question === 'same-class' ? 'different' : '2';
    expect(() => beside.sessions.respond(answer(step, { answer: other }))).toThrow(
      expect.objectContaining({ name: 'AppError', code: 'conflict' }),
    );
    expect(beside.results.table(studyId)).toHaveLength(1);
  });

  it.each([
    ['the same answer as given', '1', { answered: 1 }],
    ['another one as a conflict', '2', { name: 'AppError', message: expect.stringMatching(/answered already/) }],
  ] as const)('takes %s, of a process that answers while another one stores', async (_, second, outcome) => {
    const { folder, services, studyId, trials } = await readingFixture();
    const step = services.sessions.open(studyId, 'Dr A');
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
    appendResponse(db, step.sessionId, trials[0]?.id ?? '', { ...CONTENT, answer: '1' });
    const ended = once(beside, 'message');
    beside.send('answer');
    await new Promise((resolve) => setTimeout(resolve, 500));
    db.exec('COMMIT');
    expect(await ended).toEqual([outcome, undefined]);
    expect(services.results.table(studyId)).toHaveLength(1);
  });

  it('refuses an answer to a later trial, and one that does not fit the question', async () => {
    const { client, services, studyId, trials } = await readingFixture();
    const step = await client.reading.open({ studyId, reader: 'Dr A' });
    await expect(client.reading.respond(answer(step, { trialId: trials[3]?.id ?? '' }))).rejects.toMatchObject({
      data: { code: 'conflict' },
    });
    await expect(client.reading.respond(answer(step, { answer: 'same' }))).rejects.toMatchObject({
      data: { code: 'bad-input' },
    });
    expect(services.results.table(studyId)).toHaveLength(0);
  });

  it('makes a row of every declared field, right and wrong by the truth', async () => {
    const { client, services, studyId, trials } = await readingFixture();
    let step = await client.reading.open({ studyId, reader: 'Dr A' });
    while (step.trial) step = await client.reading.respond(answer(step));
    const rows = services.results.table(studyId);
    const expected = trials.map(({ question, realSide }) => (question === 'same-class' || realSide === 1 ? 1 : 0));
    expect(rows.map(({ correct }) => correct)).toEqual(expected);
    expect(rows[0]).toMatchObject({
      reader: 'Dr A',
      arm: 'SAP',
      attack: 'sap',
      epsilon_uv: 10,
      linf_uv: 10,
      class_label: 'N',
      class_adversarial: 'A',
      program_version: '1.2.3',
      input: 'keyboard',
    });
    // Sides are balanced within the arm, so a reader who always says "upper" is right half the time.
    expect(services.results.summary(studyId).map(({ task, n, correct }) => [task, n, correct])).toEqual([
      ['which', 4, 2],
      ['same', 2, 2],
    ]);
  });

  it('takes a name for the same one whatever its case and spaces', async () => {
    const { client, services, studyId } = await readingFixture();
    const step = await client.reading.open({ studyId, reader: 'Anna  Bé' });
    await client.reading.respond(answer(step));
    for (const reader of ['anna bé', ' ANNA   BÉ ', 'Anna Bé']) {
      expect((await client.reading.open({ studyId, reader })).sessionId, reader).toBe(step.sessionId);
      expect(await client.reading.find({ studyId, reader })).toEqual({ answered: 1, total: 6 });
    }
    expect((await client.studies.list())[0]?.sessions.map(({ reader }) => reader)).toEqual(['Anna Bé']);
    expect(services.results.table(studyId)).toHaveLength(1);
  });

  it.each(['=1+1', '+49', '-Anna', '@anna', ' 	=x', '"Anna', '', 'a'.repeat(61), 'Anna'])(
    'takes no name like %j, which a spreadsheet could take for a formula or nobody could read',
    async (reader) => {
      const { client, services, studyId } = await readingFixture();
      await expect(client.reading.open({ studyId, reader })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
      expect(services.studies.list()[0]?.sessions).toEqual([]);
    },
  );

  it('names no reader to another one, and finds a session only by its own name', async () => {
    const { client, services, studyId } = await readingFixture();
    await client.reading.open({ studyId, reader: 'Anna' });
    expect(await client.reading.studies()).toEqual([{ id: studyId, title: 'Fixture study', trials: 6 }]);
    expect(await client.reading.find({ studyId, reader: 'Ann' })).toBeNull();
    const { jobId } = await client.studies.rehearse({ studyId, readers: 1, probabilityRight: 1, seed: 5 });
    await services.jobs.finished(jobId);
    expect(await client.reading.find({ studyId, reader: 'virtual-1-seed-5-p-1' })).toBeNull();
  });

  it('takes a response time of a week and no more', async () => {
    const { client, services, studyId } = await readingFixture();
    const step = await client.reading.open({ studyId, reader: 'Dr A' });
    for (const responseTimeMs of [MAX_RESPONSE_TIME_MS + 1, 9e15, Infinity])
      await expect(client.reading.respond(answer(step, { responseTimeMs }))).rejects.toMatchObject({
        code: 'BAD_REQUEST',
      });
    await client.reading.respond(answer(step, { responseTimeMs: MAX_RESPONSE_TIME_MS }));
    const [row] = services.results.table(studyId);
    expect(Date.parse(row?.answered_at ?? '') - Date.parse(row?.shown_at ?? '')).toBe(MAX_RESPONSE_TIME_MS);
  });

  it.each(transports)('answers nothing but the reading through the door for readers ($host)', async (transport) => {
    const { services, studyId } = await readingFixture();
    const { client, close } = await transport.connect(createReadingRouter(services, transport.host));
    onTestFinished(close);
    expect(await client.app.info()).toMatchObject({ mode: 'reading', host: transport.host });
    const step = await client.reading.open({ studyId, reader: 'Dr A' });
    expect((await client.reading.respond(answer(step))).answered).toBe(1);
    const other = step.trial?.question === 'same-class' ? 'different' : '2';
    await expect(client.reading.respond(answer(step, { answer: other }))).rejects.toMatchObject({
      data: { code: 'conflict' },
    });
    const others: (() => Promise<unknown>)[] = [
      () => client.results.table({ studyId }),
      () => client.results.summary({ studyId }),
      () => client.results.export({ studyId, what: 'json' }),
      () => client.studies.list(),
      () => client.attacks.list(),
      () => client.datasets.list(),
      () => client.models.list(),
      () => client.jobs.list(),
    ];
    for (const ask of others) await expect(ask()).rejects.toMatchObject({ code: 'NOT_FOUND' });
  });

  it('lets nobody read a draft', async () => {
    const { folder, services } = await readingFixture();
    const db = openDb(join(folder, 'workspace.sqlite'));
    db.prepare(
      "INSERT INTO studies (id, title, protocol, protocol_sha256, created_at) SELECT 'draft', 'Draft', protocol, protocol_sha256, created_at FROM studies",
    ).run();
    db.close();
    expect(() => services.sessions.open('draft', 'Dr A')).toThrow(/is a draft/);
    expect(services.sessions.studies().map(({ title }) => title)).toEqual(['Fixture study']);
  });

  it('lets virtual readers go through the same sessions, the same way for the same seed', async () => {
    const { client, services, studyId } = await readingFixture();
    const { jobId } = await client.studies.rehearse({ studyId, readers: 2, probabilityRight: 1, seed: 5 });
    await services.jobs.finished(jobId);
    const rows = services.results.table(studyId);
    expect(rows).toHaveLength(12);
    expect(rows.filter(({ task }) => task === 'which').every(({ correct }) => correct === 1)).toBe(true);
    expect(new Set(rows.map(({ input }) => input))).toEqual(new Set(['virtual']));
    expect(() => services.sessions.open(studyId, 'virtual-1-seed-5-p-1')).toThrow(/virtual reader/);
  });
});
