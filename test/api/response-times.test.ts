import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { answer } from '../helpers/answer-trial.ts';
import { openReadingServices } from '../helpers/reading-services.ts';
import { resultsSoFar } from '../helpers/results-so-far.ts';
import { Editor } from '../helpers/workspace-editor.ts';
import { readingFixture } from './reading-fixture.ts';

beforeEach(() => vi.useFakeTimers({ toFake: ['Date', 'performance'], now: Date.UTC(2026, 5, 1, 9) }));
afterEach(() => vi.useRealTimers());

/** The computer's clock is set, and no time passes. */
const setClock = (byMs: number) => vi.setSystemTime(Date.now() + byMs);

async function reading() {
  const { services, client, folder, studyId } = await readingFixture();
  let step = await client.reading.open({ studyId, reader: 'Dr A' });
  return {
    services,
    client,
    folder,
    studyId,
    step: () => step,
    answerAfter: async (ms: number, responseTimeMs: number) => {
      vi.advanceTimersByTime(ms);
      step = await client.reading.respond(answer(step, { responseTimeMs }));
    },
    flags: async () =>
      (await resultsSoFar(services, studyId)).map((row) => [
        row.server_time_ms,
        row.fast,
        row.impossible_time,
        row.clock_back,
      ]),
    notes: async () => (await services.results.evidence(studyId)).sessions[0]?.notes,
  };
}

describe('the time that passed at the host', () => {
  it('is kept beside the response time of the window, and names what cannot be', async () => {
    const { answerAfter, flags, notes, services, studyId } = await reading();
    await answerAfter(1400, 1234.5);
    await answerAfter(50, 1234.5);
    await answerAfter(1240, 1250); // two clocks in steps of 1/60 s
    expect(await flags()).toEqual([
      [1400, 0, 0, 0],
      [50, 1, 1, 0],
      [1240, 0, 0, 0],
    ]);
    expect(await notes()).toEqual([
      'Response times longer than the time that passed at the host since it handed out the pair: 2.',
    ]);
    expect((await services.results.summary(studyId))[0]?.flagged).toBe(1);
    expect((await services.results.export(studyId, 'responses-csv')).text).toMatch(
      /server_time_ms.*impossible_time,clock_back/,
    );
  });

  it('goes on when a second window is handed the same pair, and accuses neither', async () => {
    const { answerAfter, flags, client, studyId } = await reading();
    vi.advanceTimersByTime(10_000);
    await client.reading.open({ studyId, reader: 'Dr A' });
    await answerAfter(500, 10_200);
    expect(await flags()).toEqual([[10_500, 0, 0, 0]]);
  });

  it('is unknown when another run of the host handed out the pair, and for virtual readers', async () => {
    const { folder, services, studyId, step } = await reading();
    await services.close();
    const again = await openReadingServices(folder);
    onTestFinished(() => again.close());
    again.sessions.respond(answer(step(), { responseTimeMs: 3000 }));
    const request = { studyId, readers: 1, probabilityRight: 1, seed: 1 };
    const rehearsal = await again.jobs.finished(again.startRehearsal(request).id);
    const rows = [...(await resultsSoFar(again, studyId)), ...(await again.results.responses(rehearsal.studyId))];
    expect(rows.map((row) => [row.server_time_ms, row.impossible_time])).toEqual(new Array(7).fill([null, 0]));
  });

  it('is signed with the answer', async () => {
    const { answerAfter, folder, studyId, services } = await reading();
    await answerAfter(50, 1234.5);
    await services.close();
    const editor = new Editor(`${folder}/workspace.sqlite`);
    editor.run(`UPDATE responses SET content = json_set(content, '$.serverTimeMs', 1300)`);
    editor.db.close();
    const again = await openReadingServices(folder);
    onTestFinished(() => again.close());
    await expect(again.results.responses(studyId)).rejects.toThrow(/answer 1 of reader "Dr A" was changed/);
  });

  it('takes no response time below zero', async () => {
    const { answerAfter } = await reading();
    await expect(answerAfter(50, -1)).rejects.toMatchObject({ code: 'BAD_REQUEST' });
  });
});

describe("a computer's clock that is set back", () => {
  it('while a pair is shown flags its answer, even where the times stay in order', async () => {
    const { answerAfter, flags, notes } = await reading();
    await answerAfter(1000, 900);
    setClock(-60_000);
    vi.advanceTimersByTime(120_000);
    await answerAfter(0, 1000);
    await answerAfter(1000, 900);
    expect((await flags()).map(([, , , clockBack]) => clockBack)).toEqual([0, 1, 0]);
    expect(await notes()).toEqual([
      "The computer's clock ran backwards before 2: shown_at and answered_at are wrong there.",
    ]);
  });

  it('between two runs of the host shows in an answer that is older than the one before it', async () => {
    const { answerAfter, folder, services, studyId } = await reading();
    await answerAfter(1000, 900);
    await services.close();
    setClock(-86_400_000);
    const again = await openReadingServices(folder);
    onTestFinished(() => again.close());
    const resumed = await again.sessions.open(studyId, 'Dr A');
    vi.advanceTimersByTime(1000);
    again.sessions.respond(answer(resumed, { responseTimeMs: 900 }));
    expect((await resultsSoFar(again, studyId)).map(({ clock_back }) => clock_back)).toEqual([0, 1]);
  });

  it('forward, or by the little that the network corrects, flags nothing', async () => {
    const { answerAfter, flags } = await reading();
    setClock(3_600_000);
    await answerAfter(2000, 900);
    setClock(-500);
    await answerAfter(2000, 900);
    expect((await flags()).map(([, , , clockBack]) => clockBack)).toEqual([0, 0]);
  });
});
