import { describe, expect, it } from 'vitest';
import type { Services } from '../../src-main/services/create-services.ts';
import { readingFixture } from './reading-fixture.ts';

const answers = async (services: Services, studyId: string): Promise<unknown[]> =>
  (await services.results.responses(studyId)).map(({ reader, trial_number, answer }) => [reader, trial_number, answer]);

describe('a rehearsal', () => {
  const request = { readers: 20, probabilityRight: 0.5, seed: 5 };

  it('says how far it is, stops between two answers, and resumes later with the answers it would have given', async () => {
    const whole = await readingFixture();
    const job = whole.services.startRehearsal({ studyId: whole.studyId, ...request });
    expect(await whole.services.jobs.finished(job.id)).toMatchObject({ sessions: 20, responses: 120 });

    const stopped = await readingFixture();
    const first = stopped.services.startRehearsal({ studyId: stopped.studyId, ...request });
    const seen: string[] = [];
    stopped.services.jobs.subscribe(([now]) => {
      if (now?.state !== 'running' || now.total === 0) return;
      seen.push(`${now.message} of ${now.total} ${now.unit}`);
      setTimeout(() => stopped.services.jobs.cancel(first.id), 15);
    });
    await expect(stopped.services.jobs.finished(first.id)).rejects.toMatchObject({ code: 'cancelled' });
    expect(seen[0]).toBe('Virtual reader 1 of 20 of 120 answers');
    const given = (await answers(stopped.services, stopped.studyId)).length;
    expect(given).toBeGreaterThan(0);
    expect(given).toBeLessThan(120);
    const second = stopped.services.startRehearsal({ studyId: stopped.studyId, ...request });
    expect(await stopped.services.jobs.finished(second.id)).toMatchObject({ responses: 120 - given });
    expect(await answers(stopped.services, stopped.studyId)).toEqual(await answers(whole.services, whole.studyId));
  });

  it('lets virtual readers go through the same sessions, the same way for the same seed', async () => {
    const { client, services, studyId } = await readingFixture();
    const { jobId } = await client.studies.rehearse({ studyId, readers: 2, probabilityRight: 1, seed: 5 });
    await services.jobs.finished(jobId);
    const rows = await services.results.responses(studyId);
    expect(rows).toHaveLength(12);
    expect(rows.filter(({ task }) => task === 'which').every(({ correct }) => correct === 1)).toBe(true);
    expect(new Set(rows.map(({ input }) => input))).toEqual(new Set(['virtual']));
    await expect(services.sessions.open(studyId, 'virtual-1-seed-5-p-1')).rejects.toThrow(/virtual reader/);
  });

  it('has other readers for another share right, and refuses to do nothing', async () => {
    const { services, studyId } = await readingFixture();
    const rehearse = (probabilityRight: number) =>
      services.jobs.finished(services.startRehearsal({ studyId, readers: 1, seed: 1, probabilityRight }).id);
    expect(await rehearse(1)).toMatchObject({ responses: 6 });
    expect(await rehearse(0)).toMatchObject({ responses: 6 });
    const right = (await services.results.responses(studyId))
      .filter(({ task }) => task === 'which')
      .map(({ reader, correct }) => `${reader}: ${correct}`);
    expect(new Set(right)).toEqual(new Set(['virtual-1-seed-1-p-1: 1', 'virtual-1-seed-1-p-0: 0']));
    expect(() => services.startRehearsal({ studyId, readers: 1, seed: 1, probabilityRight: 1 })).toThrow(
      expect.objectContaining({
        code: 'conflict',
        message: expect.stringContaining('Give another --seed') as string,
      }),
    );
    expect(services.jobs.list()).toHaveLength(2);
  });
});

describe('the results', () => {
  it('say of every response what its pair was, and of every arm whether it is finished', async () => {
    const { services, studyId } = await readingFixture();
    const job = services.startRehearsal({ studyId, readers: 1, seed: 1, probabilityRight: 1 });
    await services.jobs.finished(job.id);
    services.sessions.respond({
      ...{ choiceChanges: 0, focusLost: 0, input: 'keyboard', answer: '1', responseTimeMs: 900 },
      ...{ devicePixelRatio: 1, pxPerMm: 4, viewportWidthPx: 1280, viewportHeightPx: 720 },
      ...(await opened(services, studyId)),
    });

    const responses = await services.results.responses(studyId);
    expect(responses).toHaveLength(7);
    expect(responses[0]).toMatchObject({
      ...{ trial_number: 1, task: 'which', arm: 'SAP', attack: 'sap', epsilon_uv: 10, linf_uv: 10, sampling_hz: 300 },
      ...{ record: expect.stringMatching(/^R00[1-4]$/) as string, class_label: 'N', class_original: 'N' },
      ...{ class_adversarial: 'A', correct: 1, model_hash: 'ab'.repeat(32) },
    });
    const summary = await services.results.summary(studyId);
    expect(summary.map(({ task, n, planned, complete }) => [task, n, planned, complete])).toEqual([
      ['which', 4, 4, 1],
      ['same', 2, 2, 1],
      ['which', 1, 4, 0],
    ]);
    expect(summary.map(({ indistinguishable }) => indistinguishable)).toEqual([0, null, null]);
    const { text } = await services.results.export(studyId, 'json');
    expect(JSON.parse(text)).toMatchObject(JSON.parse(JSON.stringify({ summary, responses })) as object);
  });
});

/** What a person's first answer is given to. */
async function opened(services: Services, studyId: string): Promise<{ sessionId: string; trialId: string }> {
  const { sessionId, trial } = await services.sessions.open(studyId, 'Dr A');
  return { sessionId, trialId: trial?.trialId ?? '' };
}
