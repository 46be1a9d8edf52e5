import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createReadingRouter } from '../../src-main/api/create-router.ts';
import { openDb } from '../../src-main/db/open.ts';
import { MAX_EVENTS, MAX_RESPONSE_TIME_MS, type TrialEvent } from '../../src-shared/study/trial-events.ts';
import { answer } from '../helpers/answer-trial.ts';
import { openReadingServices } from '../helpers/reading-services.ts';
import { resultsSoFar } from '../helpers/results-so-far.ts';
import { readingFixture } from './reading-fixture.ts';
import { transports } from './transports.ts';

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
        'amends',
        'display',
        'gainMmPerMv',
        'instructions',
        'number',
        'paperSpeedMmPerS',
        'question',
        'samplingHz',
        'stepsPerMv',
        'total',
        'tracings',
        'trialId',
      ].sort(),
    );
    const [upper, lower] = trial?.tracings ?? [];
    expect(upper?.samples).toHaveLength(lower?.samples.length ?? 0);
    expect(upper?.samples).not.toEqual(lower?.samples);
    expect([upper?.id, lower?.id]).toEqual([trials[0]?.upperId, trials[0]?.lowerId]);
    expect(JSON.stringify(trial)).not.toMatch(/SAP|R0\d\d|real_side|arm|record/);
  });

  it('resumes at the first unanswered trial after the program was closed and opened again', async () => {
    const { folder, services, client, studyId, trials } = await readingFixture();
    let step = await client.reading.open({ studyId, reader: 'Dr A' });
    step = await client.reading.respond(answer(step));
    await client.reading.respond(answer(step));
    await services.close();

    const again = await openReadingServices(folder);
    onTestFinished(() => again.close());
    const resumed = await again.sessions.open(studyId, 'Dr A');
    expect(resumed.answered).toBe(2);
    expect(resumed.trial?.trialId).toBe(trials[2]?.id);
    again.sessions.respond(answer(resumed));
    expect(
      (await resultsSoFar(again, studyId)).map(({ interrupted, times_shown }) => [interrupted, times_shown]),
    ).toEqual([
      [0, 1],
      [0, 1],
      [1, 2],
    ]);
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
    expect(await resultsSoFar(services, studyId)).toHaveLength(0);
  });

  it('makes a row of every declared field, right and wrong by the truth', async () => {
    const { client, services, studyId, trials } = await readingFixture();
    let step = await client.reading.open({ studyId, reader: 'Dr A' });
    while (step.trial) step = await client.reading.respond(answer(step));
    const rows = await services.results.responses(studyId);
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
    expect((await services.results.summary(studyId)).map(({ task, n, correct }) => [task, n, correct])).toEqual([
      ['which', 4, 2],
      ['same', 2, 2],
    ]);
  });

  it('keeps with an answer how the paper stood on the display, and who measured it', async () => {
    const { client, services, studyId } = await readingFixture();
    const calibratedAt = '2026-11-02T08:00:00.000Z';
    const step = await client.reading.open({ studyId, reader: 'Dr A' });
    const facts = { pxPerMm: 4.25, calibratedAt, calibratedBy: 'card', paperTheme: 'dark' } as const;
    const then = await client.reading.respond(answer(step, facts));
    await client.reading.respond(answer(then));
    expect(await resultsSoFar(services, studyId)).toMatchObject([
      {
        ...{ px_per_mm: 4.25, calibrated_at: calibratedAt, calibrated_by: 'card', paper_theme: 'dark' },
        ...{ screen_width_px: 1920, screen_height_px: 1080 },
      },
      { px_per_mm: 3.78, calibrated_at: null, calibrated_by: null, paper_theme: 'light' },
    ]);
  });

  it('tells the coordinator how large the perturbations are, arm by arm, and the reader nothing', async () => {
    const { client, services, studyId } = await readingFixture();
    const uv = { min: 10, median: 10, max: 10 };
    expect(await client.studies.perturbations({ studyId })).toEqual([
      { task: 'same', arm: 'SAP', pairs: 2, uv },
      { task: 'which', arm: 'SAP', pairs: 4, uv },
    ]);
    expect(Object.keys(createReadingRouter(services, 'web'))).not.toContain('studies');
  });

  it('takes a response time of a week and no more', async () => {
    const { client, services, studyId } = await readingFixture();
    const step = await client.reading.open({ studyId, reader: 'Dr A' });
    for (const responseTimeMs of [MAX_RESPONSE_TIME_MS + 1, 9e15, Infinity])
      await expect(client.reading.respond(answer(step, { responseTimeMs }))).rejects.toMatchObject({
        code: 'BAD_REQUEST',
      });
    await client.reading.respond(answer(step, { responseTimeMs: MAX_RESPONSE_TIME_MS }));
    const [row] = await resultsSoFar(services, studyId);
    expect(Date.parse(row?.answered_at ?? '') - Date.parse(row?.shown_at ?? '')).toBe(MAX_RESPONSE_TIME_MS);
  });

  it('keeps what happened during a trial, flags it, and takes no kind or number of events that it does not know', async () => {
    const { client, services, studyId } = await readingFixture();
    const step = await client.reading.open({ studyId, reader: 'Dr A' });
    const covered = { kind: 'covered', atMs: 10 } as const;
    for (const events of [
      [{ ...covered, kind: 'looked' }],
      [{ ...covered, arm: 'SAP' }],
      [{ ...covered, atMs: -1 }],
      Array.from({ length: MAX_EVENTS + 1 }, () => covered),
    ])
      await expect(client.reading.respond(answer(step, { events: events as TrialEvent[] }))).rejects.toMatchObject({
        code: 'BAD_REQUEST',
      });
    const next = await client.reading.respond(
      answer(step, {
        events: [covered, { kind: 'uncovered', atMs: 20.4 }, { kind: 'paused', atMs: 9e5, value: 125_000 }],
      }),
    );
    await client.reading.respond(answer(next, { events: [{ kind: 'full-screen-entered', atMs: 5 }] }));
    const [flagged, plain] = await resultsSoFar(services, studyId);
    expect(flagged).toMatchObject({
      ...{ interrupted: 1, times_shown: 1, events: 'covered 10; uncovered 20; paused 900000 (125000)' },
    });
    expect(plain).toMatchObject({ interrupted: 0, events: 'full-screen-entered 5' });
  });

  it.each(transports)('answers nothing but the reading through the door for readers ($host)', async (transport) => {
    const { services, studyId } = await readingFixture();
    const { client, close } = await transport.connect(createReadingRouter(services, transport.host));
    onTestFinished(close);
    expect(await client.app.info()).toMatchObject({ mode: 'reading', host: transport.host, workspace: '' });
    const step = await client.reading.open({ studyId, reader: 'Dr A' });
    expect((await client.reading.respond(answer(step))).answered).toBe(1);
    const other = step.trial?.question === 'same-class' ? 'different' : '2';
    await expect(client.reading.respond(answer(step, { answer: other }))).rejects.toMatchObject({
      data: { code: 'conflict' },
    });
    const others: (() => Promise<unknown>)[] = [
      () => client.results.responses({ studyId }),
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
    await expect(services.sessions.open('draft', 'Dr A')).rejects.toThrow(/is a draft/);
    expect(services.sessions.studies().map(({ title }) => title)).toEqual(['Fixture study']);
  });
});
