import { describe, expect, it, onTestFinished } from 'vitest';
import { outstanding } from '../../src-shared/study/outstanding.ts';
import { answer } from '../helpers/answer-trial.ts';
import { startCommand } from '../helpers/command-line.ts';
import { openReadingServices } from '../helpers/reading-services.ts';
import { resultsSoFar } from '../helpers/results-so-far.ts';
import { readingFixture } from './reading-fixture.ts';

const REASON = 'misspelt; reads as Anna';

/** A study that Anna has read to the end; one pair was answered by "Ana", a slip of hers. */
async function misspelt() {
  const fixture = await readingFixture();
  const { client, studyId } = fixture;
  let step = await client.reading.open({ studyId, reader: 'Anna' });
  while (step.trial) step = await client.reading.respond(answer(step));
  const slip = await client.reading.open({ studyId, reader: 'Ana' });
  await client.reading.respond(answer(slip));
  const unfinished = async () =>
    outstanding((await client.studies.list())[0]?.sessions ?? []).map(({ reader }) => reader);
  return { ...fixture, slip, unfinished };
}

describe('a withdrawn session', () => {
  it('is no longer waited for and in no table, but is listed with its reason', async () => {
    const { client, services, studyId, unfinished } = await misspelt();
    expect(await unfinished()).toEqual(['Ana']);
    const study = await client.studies.withdraw({ studyId, reader: ' ANA ', reason: REASON });
    expect(study.sessions[1]).toMatchObject({ reader: 'Ana', answered: 1, withdrawn: { reason: REASON } });
    expect(await unfinished()).toEqual([]);
    const readers = [await services.results.responses(studyId), await services.results.summary(studyId)]
      .flat()
      .map(({ reader }) => reader);
    expect(new Set(readers)).toEqual(new Set(['Anna']));
    expect(await services.results.sessions(studyId)).toMatchObject([
      { reader: 'Anna', answered: 6, planned: 6, withdrawn_at: null, withdrawn_reason: null },
      { reader: 'Ana', answered: 1, planned: 6, finished_at: null, withdrawn_reason: REASON },
    ]);
    expect((await services.results.export(studyId, 'sessions-csv')).text).toContain(REASON);
    expect(JSON.parse((await services.results.export(studyId, 'json')).text)).toMatchObject({
      sessions: [{ reader: 'Anna' }, { reader: 'Ana', withdrawn_reason: REASON }],
    });
  });

  it('loses nothing, stays checked, and counts again when it is reinstated, also after a restart', async () => {
    const { folder, client, services, slip, studyId, unfinished } = await misspelt();
    const before = await resultsSoFar(services, studyId);
    await client.studies.withdraw({ studyId, reader: slip.sessionId, reason: REASON });
    expect((await services.results.evidence(studyId)).sessions.map(({ answers }) => answers)).toEqual([6, 1]);
    const beside = await openReadingServices(folder);
    onTestFinished(() => beside.close());
    expect(await beside.results.responses(studyId)).toHaveLength(6);
    await client.studies.reinstate({ studyId, reader: 'Ana', reason: 'it was another Ana' });
    expect(await unfinished()).toEqual(['Ana']);
    expect(await services.results.responses(studyId)).toEqual(before);
    expect((await client.reading.open({ studyId, reader: 'Ana' })).answered).toBe(1);
  });

  it('that is reinstated after the results were opened makes that opening an early one, and closes them', async () => {
    const { client, services, studyId } = await misspelt();
    const results = async () => (await services.results.exported(studyId, 'sessions'))[0];
    await client.studies.withdraw({ studyId, reader: 'Ana', reason: REASON });
    const { opened_at: at } = (await results()) ?? {};
    expect(await results()).toMatchObject({ opened_early: 0, opened_early_at: null, opened_early_reason: null });
    await client.studies.reinstate({ studyId, reader: 'Ana', reason: 'it was another Ana' });
    const early = { at, by: null, reason: 'a session that was withdrawn then was reinstated later' };
    expect(await client.results.gate({ studyId })).toMatchObject({
      ...{ isOpen: false, early },
      outstanding: [{ reader: 'Ana', answered: 1, total: 6 }],
    });
    await expect(results()).rejects.toMatchObject({ code: 'refused' });
    let step = await client.reading.open({ studyId, reader: 'Ana' });
    while (step.trial) step = await client.reading.respond(answer(step));
    expect(await results()).toMatchObject({
      ...{ opened_at: at, opened_early: 1, opened_early_at: at, opened_early_by: null },
      opened_early_reason: early.reason,
    });
    expect(JSON.parse((await services.results.export(studyId, 'json')).text)).toMatchObject({
      opening: { at, early: { ...early, outstanding: [{ reader: 'Ana', answered: 1, total: 6 }] } },
    });
  });

  it('that had finished, and is reinstated, makes no opening an early one', async () => {
    const { client, services, studyId } = await misspelt();
    for (const reader of ['Anna', 'Ana']) await client.studies.withdraw({ studyId, reader, reason: REASON });
    let step = await client.reading.open({ studyId, reader: 'Bea' });
    while (step.trial) step = await client.reading.respond(answer(step));
    await services.results.responses(studyId);
    await client.studies.reinstate({ studyId, reader: 'Anna', reason: 'it was she' });
    expect(await client.results.gate({ studyId })).toMatchObject({ isOpen: true, early: null });
  });

  it('takes no answer and hands out no pair, and tells its reader no reason', async () => {
    const { client, services, slip, studyId } = await misspelt();
    const next = await client.reading.open({ studyId, reader: 'Ana' });
    await client.studies.withdraw({ studyId, reader: 'Ana', reason: REASON });
    for (const ask of [
      () => client.reading.open({ studyId, reader: 'ana' }),
      () => client.reading.respond(answer(slip)),
      () => client.reading.respond(answer(next)),
    ]) {
      const refused = ask();
      await expect(refused).rejects.toMatchObject({ data: { code: 'refused' } });
      await expect(refused).rejects.not.toMatchObject({ data: { message: expect.stringContaining(REASON) as string } });
    }
    expect((await services.results.evidence(studyId)).sessions[1]).toMatchObject({ reader: 'Ana', answers: 1 });
  });

  it('is withdrawn once, of readers that there are, and for a reason', async () => {
    const { client, studyId } = await misspelt();
    const ask = { studyId, reader: 'Ana', reason: REASON };
    await expect(client.studies.reinstate(ask)).rejects.toMatchObject({ data: { code: 'conflict' } });
    await client.studies.withdraw(ask);
    await expect(client.studies.withdraw(ask)).rejects.toMatchObject({
      data: { code: 'conflict', message: expect.stringContaining(REASON) as string },
    });
    await expect(client.studies.withdraw({ ...ask, reader: 'Bea' })).rejects.toMatchObject({
      data: { code: 'not-found', message: expect.stringContaining('"Anna", "Ana"') as string },
    });
    for (const reason of ['', '   ', 'a\u202Eb'])
      await expect(client.studies.withdraw({ ...ask, reason })).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

it('the command line withdraws a session, and its list says so', async () => {
  const { folder, services } = await misspelt();
  await services.close();
  const withdrawn = await startCommand(folder, ['study', 'withdraw', 'Fixture study', 'Ana', '--reason', REASON]).ended;
  expect(withdrawn).toMatchObject({ code: 0, stdout: expect.stringContaining('counts no more') as string });
  const { stdout } = await startCommand(folder, ['study', 'list']).ended;
  expect(stdout).toContain('1 of 1 finished, 1 withdrawn');
});
