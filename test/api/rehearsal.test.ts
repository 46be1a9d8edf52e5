import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { tidyNumbers } from '../../src-shared/format/tidy-number.ts';
import type { JobId } from '../../src-shared/contract/jobs.ts';
import { openDb } from '../../src-main/db/open.ts';
import type { Services } from '../../src-main/services/create-services.ts';
import { answer } from '../helpers/answer-trial.ts';
import { openReadingServices } from '../helpers/reading-services.ts';
import { resultsSoFar } from '../helpers/results-so-far.ts';
import { readingFixture } from './reading-fixture.ts';

/** What does not depend on the sides, which each rehearsal draws anew. */
const answers = async (services: Services, studyId: string): Promise<unknown[]> =>
  (await services.results.responses(studyId)).map(({ reader, trial_number, correct }) => [
    reader,
    trial_number,
    correct,
  ]);

const rehearse = (services: Services, request: Parameters<Services['startRehearsal']>[0]) =>
  services.jobs.finished(services.startRehearsal(request).id);

/** The fixture with a draft beside its study, of the same pairs. */
async function withDraft() {
  const fixture = await readingFixture();
  const db = openDb(join(fixture.folder, 'workspace.sqlite'));
  db.prepare(
    "INSERT INTO studies (id, title, protocol, protocol_sha256, created_at) SELECT 'draft', 'Draft', protocol, protocol_sha256, created_at FROM studies",
  ).run();
  db.prepare(
    "INSERT INTO draft_pairs (study_id, task_id, arm, example_id) SELECT 'draft', task_id, arm, example_id FROM trials WHERE study_id = ?",
  ).run(fixture.studyId);
  db.close();
  return fixture;
}

const ONE = { readers: 1, seed: 1, probabilityRight: 1 };

describe('a rehearsal', () => {
  const request = { readers: 8, probabilityRight: 0.5, seed: 5 };

  it('says how far it is, stops between two answers, and resumes later with the answers it would have given', async () => {
    const whole = await readingFixture();
    const all = await rehearse(whole.services, { studyId: whole.studyId, ...request });
    expect(all).toMatchObject({ sessions: 8, responses: 48 });

    const { services, studyId } = await readingFixture();
    const first = services.startRehearsal({ studyId, ...request });
    const seen: string[] = [];
    services.jobs.subscribe(([now]) => {
      if (now?.state !== 'running' || now.total === 0) return;
      seen.push(`${now.message} of ${now.total} ${now.unit}`);
      setTimeout(() => services.jobs.cancel(first.id), 15);
    });
    await expect(services.jobs.finished(first.id)).rejects.toMatchObject({ code: 'cancelled' });
    expect(seen[0]).toBe('Virtual reader 1 of 8 of 48 answers');
    const copy = services.studies.list().find(({ rehearsalOf }) => rehearsalOf === studyId)?.id ?? '';
    const given = (await answers(services, copy)).length;
    expect(given).toBeGreaterThan(0);
    expect(given).toBeLessThan(48);
    expect(await rehearse(services, { studyId, ...request })).toMatchObject({ studyId: copy, responses: 48 - given });
    expect(await answers(services, copy)).toEqual(await answers(whole.services, all.studyId));
  });

  it('is a study of its own with the same pairs, and leaves the real one without virtual readers', async () => {
    const { client, services, studyId } = await readingFixture();
    const before = await services.results.responses(studyId);
    const { jobId } = await client.studies.rehearse({ studyId, readers: 2, probabilityRight: 1, seed: 5 });
    const copy = await services.jobs.finished(jobId as JobId<'rehearse'>);
    expect(await services.results.responses(studyId)).toEqual(before);
    expect(copy).toMatchObject({ title: 'Rehearsal of Fixture study', rehearsalOf: studyId });
    const [rehearsal, study] = services.studies.list();
    expect(study).toMatchObject({ id: studyId, rehearsalOf: null, sessions: [] });
    expect(rehearsal).toMatchObject({ id: copy.studyId, rehearsalOf: studyId, state: 'locked', trials: 6 });
    // Their sides come from a secret of their own: the results of a rehearsal tell nothing of the study.
    expect(rehearsal?.commitment).not.toBe(study?.commitment);
    const rows = await services.results.responses(copy.studyId);
    expect(rows).toHaveLength(12);
    expect(rows.filter(({ task }) => task === 'which').every(({ correct }) => correct === 1)).toBe(true);
    expect(new Set(rows.map(({ input }) => input))).toEqual(new Set(['virtual']));
    expect(new Set(rows.map(({ study: title }) => title))).toEqual(new Set(['Rehearsal of Fixture study']));
  });

  it('is offered and open to no person, and the real study to no virtual reader', async () => {
    const { client, services, studyId } = await readingFixture();
    const { studyId: copy } = await rehearse(services, { studyId, ...ONE });
    expect(await client.reading.studies()).toMatchObject([{ id: studyId, title: 'Fixture study', trials: 6 }]);
    await expect(services.sessions.open(copy, 'Dr A')).rejects.toThrow(
      '"Rehearsal of Fixture study" is for virtual readers',
    );
    await expect(services.sessions.open(studyId, 'virtual-1', true)).rejects.toThrow('Virtual readers rehearse a copy');
  });

  it('of a draft shows what it will be like before it is locked', async () => {
    const { services } = await withDraft();
    expect(await rehearse(services, { studyId: 'draft', ...ONE })).toMatchObject({
      title: 'Rehearsal of Draft',
      responses: 6,
    });
    expect(services.studies.find('draft').lockedAt).toBeNull();
  });

  it('of a draft that is locked before it begins takes the study as it is then', async () => {
    const { services } = await withDraft();
    const busy = Promise.withResolvers<never>();
    const before = services.jobs.start('rehearse', 'Goes first', () => busy.promise);
    const waiting = services.startRehearsal({ studyId: 'draft', ...ONE });
    await services.studies.lock('draft');
    busy.reject(new Error('Over'));
    await expect(services.jobs.finished(before.id)).rejects.toThrow();
    expect(await services.jobs.finished(waiting.id)).toMatchObject({ rehearsalOf: 'draft', responses: 6 });
  });

  it('has other readers for another share right, and refuses to do nothing', async () => {
    const { services, studyId } = await readingFixture();
    const ask = (probabilityRight: number) => rehearse(services, { studyId, readers: 1, seed: 1, probabilityRight });
    const { studyId: copy, responses } = await ask(1);
    expect(responses).toBe(6);
    expect(await ask(0)).toMatchObject({ studyId: copy, responses: 6 });
    const right = (await services.results.responses(copy))
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

  it('has readers of every kind in turn, up to the tables', async () => {
    const { services, studyId } = await readingFixture();
    const request = { studyId, readers: 5, seed: 3, probabilityRight: 1, kind: 'mixed' as const };
    const { studyId: copy, responses } = await rehearse(services, request);
    expect(responses).toBe(30);
    const readers = new Set((await services.results.summary(copy)).map(({ reader }) => reader.replace(/-seed.*/, '')));
    expect([...readers]).toEqual([
      ...['virtual-1', 'virtual-2-guessing', 'virtual-3-left-biased', 'virtual-4-tiring', 'virtual-5-fast-clicking'],
    ]);
    expect(() => services.startRehearsal(request)).toThrow('answered every pair');
  });

  it('is deleted with all its answers, for good at a start a day later, and the next one is another', async () => {
    const { folder, services, studyId } = await readingFixture();
    const { studyId: copy } = await rehearse(services, { studyId, ...ONE });
    services.removal.remove('study', copy);
    expect(services.studies.list().map(({ id }) => id)).toEqual([studyId]);
    expect((await rehearse(services, { studyId, ...ONE })).studyId).not.toBe(copy);
    await services.close();
    const db = openDb(join(folder, 'workspace.sqlite'));
    const left = (): unknown[] =>
      ['sessions', 'trials', 'study_secrets'].map((table) =>
        db.prepare(`SELECT count(DISTINCT study_id) FROM ${table}`).pluck().get(),
      );
    expect(left()).toEqual([2, 3, 3]);
    db.prepare('UPDATE removed SET at = ?').run('2026-01-01T00:00:00.000Z');
    const later = await openReadingServices(folder);
    expect(left()).toEqual([1, 2, 2]);
    expect((await later.results.evidence(studyId)).sessions).toEqual([]);
    await later.close();
    for (const table of ['trials', 'study_secrets', 'studies']) expect(() => db.exec(`DELETE FROM ${table}`)).toThrow();
    db.close();
  });
});

describe('the results', () => {
  it('say of every response what its pair was, and of every arm whether it is finished', async () => {
    const { services, studyId } = await readingFixture();
    let step = await services.sessions.open(studyId, 'Dr A');
    while (step.trial) step = services.sessions.respond(answer(step));
    services.sessions.respond(answer(await services.sessions.open(studyId, 'Dr B')));

    const responses = await resultsSoFar(services, studyId);
    expect(responses).toHaveLength(7);
    expect(responses[0]).toMatchObject({
      ...{ trial_number: 1, task: 'which', arm: 'SAP', attack: 'sap', epsilon_uv: 10, linf_uv: 10, sampling_hz: 300 },
      ...{ record: expect.stringMatching(/^R00[1-4]$/) as string, class_label: 'N', class_original: 'N' },
      ...{ class_adversarial: 'A', correct: 0, model: 'model', model_hash: 'ab'.repeat(32), dataset: 'fixture' },
      ...{ epsilon_units: 10, attack_steps: 60, attack_goal: 'untargeted', virtual: 0, previous_hash: '' },
    });
    const summary = await services.results.summary(studyId);
    expect(summary.map(({ task, n, planned, complete }) => [task, n, planned, complete])).toEqual([
      ['which', 4, 4, 1],
      ['same', 2, 2, 1],
      ['which', 1, 4, 0],
    ]);
    for (const row of [1, 2, 3, 4, 5]) expect(responses[row]?.previous_hash).toBe(responses[row - 1]?.response_hash);
    expect(summary.map(({ indistinguishable }) => indistinguishable)).toEqual([0, null, null]);
    const { text } = await services.results.export(studyId, 'json');
    expect(JSON.parse(text)).toMatchObject(JSON.parse(JSON.stringify({ summary, responses }, tidyNumbers)) as object);
    // Names are labels: what was read is told by hashes, which a new name leaves alone.
    services.removal.rename('dataset', 'fixture', 'renamed');
    const { record_hash: recordHash, model_hash: modelHash, study_digest: digest } = responses[0]!;
    expect(recordHash).toMatch(/^[0-9a-f]{64}$/);
    expect((await resultsSoFar(services, studyId))[0]).toMatchObject({
      ...{ dataset: 'renamed', record_hash: recordHash, model_hash: modelHash, study_digest: digest },
    });
  });
});
