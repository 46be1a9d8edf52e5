import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Services } from '../../src-main/services/create-services.ts';
import { parseProtocol, type Protocol } from '../../src-shared/study/protocol.ts';
import { answer } from '../helpers/answer-trial.ts';
import { preparedServices } from '../helpers/open-services.ts';
import { readingFixture } from './reading-fixture.ts';

const DAY_MS = 24 * 3_600_000;

/** Reads as far as trials are handed out. */
async function read(services: Services, studyId: string, reader = 'Dr A') {
  const seen = [];
  let step = await services.sessions.open(studyId, reader);
  while (step.trial) {
    seen.push(step.trial);
    step = services.sessions.respond(answer(step));
  }
  return { seen, step };
}

/** Builds a study of simulated records and locks it. */
async function locked(services: Services, protocol: Protocol): Promise<string> {
  const simulation = { records: 80, seed: 1, durationS: 10, name: 'simulated' };
  const { datasetId } = await services.jobs.finished(services.datasets.startSimulation(simulation).id);
  const build = services.studies.startCreate({ protocol, datasetId, modelId: 'small' });
  const { studyId } = await services.jobs.finished(build.id);
  await services.studies.lock(studyId);
  return studyId;
}

describe('practice, repeats and a second round', () => {
  it('are answered like all others and told from them by nothing; only main trials are summarised', async () => {
    const { services, studyId } = await readingFixture({ task: { practice: 2, repeats: 1 }, rounds: 2 });
    const { seen, step } = await read(services, studyId);
    expect(seen).toHaveLength(2 + 2 * (5 + 2));
    expect(step).toMatchObject({ answered: 16, total: 16, waitsUntil: null, receipt: { answers: 16 } });
    const shapes = seen.map((trial) =>
      JSON.stringify([Object.keys(trial), trial.tracings.map((each) => Object.keys(each))]),
    );
    expect(new Set(shapes).size).toBe(1);
    const said = seen.map((trial) => ({ ...trial, tracings: [], display: null }));
    expect(JSON.stringify(said)).not.toMatch(/practice|repeat|main|catch/);
    // The same simulated pair whenever it is handed out.
    expect(seen[0]?.tracings[0]?.samples).toHaveLength(3000);

    const rows = await services.results.responses(studyId);
    expect(rows.map(({ trial_number }) => trial_number)).toEqual(seen.slice(2).map(({ number }) => number));
    const repeats = rows.filter(({ kind }) => kind === 'repeat');
    expect(repeats.map(({ round }) => round)).toEqual([1, 2]);
    for (const { pair_id, round, real_side } of repeats) {
      const first = rows.find((row) => row.kind === 'main' && row.pair_id === pair_id && row.round === round);
      expect(first?.real_side).toBe(3 - real_side);
    }
    const summary = await services.results.summary(studyId);
    expect(summary.map(({ task, round, n, planned, complete }) => [task, round, n, planned, complete])).toEqual([
      ['which', 1, 4, 4, 1],
      ['which', 2, 4, 4, 1],
      ['same', 1, 2, 2, 1],
      ['same', 2, 2, 2, 1],
    ]);
    // "1" twice is the other tracing the second time, since the sides are swapped.
    const [again] = await services.results.agreement(studyId);
    expect(again).toMatchObject({ task: 'which', readers: 'Dr A', reader_count: 1, n: 2, observed: 0 });
    const { problems, sides } = await services.results.evidence(studyId);
    expect(problems).toEqual([]);
    expect(sides).toMatchObject({ follow: true });
  });

  it('are rehearsed by virtual readers, who do not wait between rounds', async () => {
    const { services, studyId } = await readingFixture({
      ...{ task: { practice: 1, repeats: 2 }, rounds: 2, washoutDays: 30, order: 'per-reader' },
    });
    const request = { studyId, readers: 2, probabilityRight: 1, seed: 1 };
    const { studyId: copy, responses } = await services.jobs.finished(services.startRehearsal(request).id);
    expect(responses).toBe(2 * (1 + 2 * 8));
    const agreement = await services.results.agreement(copy);
    expect(agreement.filter(({ task }) => task === 'which').map(({ observed }) => observed)).toEqual([1, 1, 1]);
  });
});

describe('a washout', () => {
  afterEach(() => void vi.useRealTimers());

  it('lets no round begin before its time, whatever the window sends, and the session goes on after it', async () => {
    const { services, studyId } = await readingFixture({ rounds: 2, washoutDays: 14, order: 'per-reader' });
    const { seen, step } = await read(services, studyId);
    expect(seen).toHaveLength(6);
    expect(step).toMatchObject({ answered: 6, total: 12, receipt: null });
    const until = Date.parse(step.waitsUntil ?? '');
    expect(Math.abs(until - Date.now() - 14 * DAY_MS)).toBeLessThan(60_000);
    expect((await services.sessions.open(studyId, 'dr a')).waitsUntil).toBe(step.waitsUntil);

    vi.useFakeTimers({ toFake: ['Date'], now: until + 1000 });
    const second = await read(services, studyId);
    expect(second.seen).toHaveLength(6);
    expect(second.step).toMatchObject({ answered: 12, receipt: { answers: 12 }, waitsUntil: null });
  });
});

describe('a study with foils and catch trials', () => {
  const prepared = preparedServices(async (services) => {
    const attack = { method: 'fgsm' as const };
    const protocol = parseProtocol({
      ...{ schemaVersion: 1, title: 'Foils', seed: 3, stimuli: { split: 'train', onlySuccessful: false } },
      tasks: [
        {
          ...{ id: 'same', question: 'same-class', arms: [{ name: 'FGSM', attack, pairs: 4, foils: 4 }], repeats: 2 },
          catch: { attack: { ...attack, epsilonUnits: 200 }, pairs: 1, foils: 1 },
        },
        { id: 'real', question: 'is-real', arms: [{ name: 'FGSM', attack, pairs: 4 }] },
      ],
    });
    return { studyId: await locked(services, protocol) };
  });

  it('pairs each foil with a record of another class, shows single tracings alone, and counts hits and catches', async () => {
    const { services, made } = await prepared();
    const { studyId } = made;
    const { seen } = await read(services, studyId);
    expect(seen.map(({ tracings }) => tracings.length)).toEqual([...new Array(12).fill(2), ...new Array(4).fill(1)]);
    const rows = await services.results.responses(studyId);
    const foils = rows.filter(({ other_record, kind }) => other_record !== null && kind === 'main');
    expect(foils).toHaveLength(4);
    for (const { class_label, other_class, record, other_record, correct } of foils) {
      expect(other_class).not.toBe(class_label);
      expect(other_record).not.toBe(record);
      // "Same" throughout.
      expect(correct).toBe(0);
    }
    const used = rows
      .filter(({ kind }) => kind !== 'repeat')
      .flatMap((row) => [row.record, row.other_record ?? []].flat());
    expect(new Set(used).size).toBe(used.length);
    expect(rows.filter(({ kind }) => kind === 'catch').map(({ arm }) => arm)).toEqual(['catch', 'catch']);
    const [session] = await services.results.sessions(studyId);
    expect(session).toMatchObject({ catch_answered: 2, catch_right: 1 });
    const [same, real] = await services.results.summary(studyId);
    expect(same).toMatchObject({ n: 8, planned: 8, correct: 4, hit_rate: 0, false_alarm_rate: 0, complete: 1 });
    expect(real).toMatchObject({ n: 4, correct: 2, hit_rate: 1, false_alarm_rate: 1 });
    expect((await services.results.evidence(studyId)).sides.follow).toBe(true);
  });
});

describe('a study with matched arms', () => {
  const prepared = preparedServices(async (services) => {
    const arm = (name: string, epsilonUnits: number) => {
      return { name, attack: { method: 'fgsm' as const, epsilonUnits }, pairs: 4, foils: 2 };
    };
    const protocol = parseProtocol({
      ...{ schemaVersion: 1, title: 'Matched', seed: 3, stimuli: { split: 'train', onlySuccessful: false } },
      options: { distinctRecords: 'matched' },
      tasks: [{ id: 'same', question: 'same-class', arms: [arm('small', 5), arm('large', 50)] }],
    });
    return { studyId: await locked(services, protocol) };
  });

  it('shows the same records and foils in all of them, apart, and compares them by the exact McNemar test', async () => {
    const { services, made } = await prepared();
    await read(services, made.studyId);
    const rows = await services.results.responses(made.studyId);
    const shown = (arm: string) =>
      rows.filter((row) => row.arm === arm).map(({ record, other_record }) => `${record} ${other_record}`);
    expect(shown('small').sort()).toEqual(shown('large').sort());
    expect(shown('small')).toHaveLength(6);
    expect(new Set(shown('small')).size).toBe(6);
    const [compared] = await services.results.arms(made.studyId);
    expect(compared).toMatchObject({
      records: 'same',
      first_n: 6,
      second_n: 6,
      only_first: 0,
      only_second: 0,
      p_mcnemar: 1,
    });
  });
});
