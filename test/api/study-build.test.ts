import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Services } from '../../src-main/services/create-services.ts';
import { attackOptionsSchema } from '../../src-shared/attacks/index.ts';
import { parseProtocol, type ProtocolInput } from '../../src-shared/study/protocol.ts';
import { openServices, preparedServices } from '../helpers/open-services.ts';

const SIMULATION = { records: 80, seed: 1, durationS: 10, name: 'simulated' };

const TASKS: ProtocolInput['tasks'] = [
  {
    id: 'which',
    question: 'which-is-real',
    arms: [
      { name: 'FGSM', attack: { method: 'fgsm' }, pairs: 4 },
      { name: 'Large', attack: { method: 'fgsm', epsilonUnits: 40 }, pairs: 4 },
    ],
  },
  { id: 'same', question: 'same-class', arms: [{ name: 'FGSM', attack: { method: 'fgsm' }, pairs: 3 }] },
];

function protocol(changes: Partial<ProtocolInput> = {}) {
  const stimuli = { split: 'train' as const, onlySuccessful: false };
  return parseProtocol({ schemaVersion: 1, title: 'Built', seed: 3, stimuli, tasks: TASKS, ...changes });
}

const simulate = async (services: Services): Promise<string> =>
  (await services.jobs.finished(services.datasets.startSimulation(SIMULATION).id)).datasetId;

const simulated = preparedServices(simulate);

/** With a study that was built of them, and so with the examples of its arms. */
const built = preparedServices(async (services) => {
  const datasetId = await simulate(services);
  return { datasetId, ...(await build(services, datasetId)) };
});

const build = (services: Services, datasetId: string) =>
  services.jobs.finished(services.studies.startCreate({ protocol: protocol(), datasetId, modelId: 'small' }).id);

/** Record, arm and side of every pair, in order, of a study that is built and locked. */
async function trialsOf(services: Services, datasetId: string): Promise<string[][]> {
  const { studyId } = await build(services, datasetId);
  await services.studies.lock(studyId);
  const request = { studyId, readers: 1, probabilityRight: 0.5, seed: 1 };
  const rehearsal = await services.jobs.finished(services.startRehearsal(request).id);
  return (await services.results.responses(rehearsal.studyId)).map(({ task, arm, record, real_side }) => [
    task,
    arm,
    record,
    String(real_side),
  ]);
}

/** What follows from protocol, dataset and model: which pairs, without sides and order. */
const pairsOf = async (services: Services, datasetId: string): Promise<string[]> =>
  (await trialsOf(services, datasetId)).map(([task, arm, record]) => `${task} ${arm} ${record}`).sort();

describe('building a study', () => {
  it('chooses the same pairs whatever attack runs were there before', { timeout: 60_000 }, async () => {
    const [fresh, used] = [await simulated(), await simulated()];
    const datasetId = fresh.made;
    const run = used.services.attacks.start({
      modelId: 'small',
      datasetId,
      split: 'train',
      limit: 20,
      options: attackOptionsSchema.parse({ method: 'fgsm' }),
    });
    await used.services.jobs.finished(run.id);
    const pairs = await pairsOf(fresh.services, datasetId);
    expect(await pairsOf(used.services, datasetId)).toEqual(pairs);
    // Nor does a study that is there already change the next one, or attack anything again.
    const runs = fresh.services.attacks.list().length;
    expect(await pairsOf(fresh.services, datasetId)).toEqual(pairs);
    expect(fresh.services.attacks.list()).toHaveLength(runs);
  });

  it('says which arm is made, and counts the records of all of them without beginning again', async () => {
    const { services, made } = await simulated();
    const seen: { done: number; total: number; message: string }[] = [];
    services.jobs.subscribe((jobs) => {
      const job = jobs.find(({ kind, state }) => kind === 'build-study' && state === 'running');
      if (job?.message) seen.push({ done: job.done, total: job.total, message: job.message });
    });
    await build(services, made);
    expect(new Set(seen.map(({ total }) => total))).toEqual(new Set([48]));
    expect(seen.map(({ done }) => done)).toEqual(seen.map(({ done }) => done).sort((a, b) => a - b));
    expect(seen.at(0)?.message).toMatch(/^Arm which\/FGSM: \d+ of 24 records$/);
    expect(seen.at(-1)?.message).toMatch(/^Arm which\/Large: \d+ of 24 records$/);
  });

  it('attacks the same records for every arm, and each of them once', async () => {
    const { services } = await built();
    const runs = services.attacks.list();
    expect(runs.map(({ options }) => options.epsilonUnits).sort()).toEqual([10, 40]);
    const [first, second] = runs.map(({ id }) =>
      services.attacks.examples({ runId: id }, 0, 100).rows.map(({ record }) => record),
    );
    expect(first).toHaveLength(24);
    expect(second).toEqual(first);
  });

  it('shows no record twice in the whole study', async () => {
    const { services, made } = await built();
    const trials = await trialsOf(services, made.datasetId);
    expect(new Set(trials.map(([, , record]) => record)).size).toBe(11);
  });

  it('draws sides and order at each lock anew, balanced in each arm, and says so before anybody reads', async () => {
    const { services, made } = await built();
    const { datasetId, studyId } = made;
    expect(services.studies.find(studyId).commitment).toBeNull();
    const [first, second] = [await trialsOf(services, datasetId), await trialsOf(services, datasetId)];
    expect(first).not.toEqual(second);
    for (const trials of [first, second]) {
      const above = (task: string, arm: string) =>
        trials.filter((trial) => trial[0] === task && trial[1] === arm && trial[3] === '1').length;
      expect([above('which', 'FGSM'), above('which', 'Large')]).toEqual([2, 2]);
      expect([1, 2]).toContain(above('same', 'FGSM'));
    }
    const locked = services.studies
      .list()
      .filter(({ state, rehearsalOf }) => state === 'locked' && rehearsalOf === null);
    expect(new Set(locked.map(({ commitment }) => commitment)).size).toBe(2);
    for (const { id, commitment } of locked) {
      expect(commitment).toMatch(/^[0-9a-f]{64}$/);
      const { text } = await services.results.export(id, 'json');
      expect((JSON.parse(text) as { study: object }).study).toMatchObject({ commitment });
    }
  });
});

describe('a study by its name', () => {
  it('is found by id, title or the beginning of its id, and by a title of several not at all', async () => {
    const { services, made } = await built();
    const build = async (title: string): Promise<string> => {
      const request = { protocol: protocol({ title }), datasetId: made.datasetId, modelId: 'small' };
      return (await services.jobs.finished(services.studies.startCreate(request).id)).studyId;
    };
    const [first, second, other] = [await build('Twice'), await build('Twice'), await build('Once')];
    expect(services.studies.find('Once').id).toBe(other);
    expect(services.studies.find(first.slice(0, 8)).id).toBe(first);
    expect(services.studies.find(second).id).toBe(second);
    expect(() => services.studies.find('Twice')).toThrow(expect.objectContaining({ code: 'conflict' }));
    expect(() => services.studies.find('Twice')).toThrow(new RegExp(`matches 2 studies: ${second} .*${first} .*Give`));
    expect(() => services.studies.find('Never')).toThrow(/There is no study "Never"/);
  });
});

describe('the demo study of an empty workspace', () => {
  it('is locked at the next start where the first one ended before that; a draft of a person stays one', async () => {
    const { services, appRoot } = await openServices();
    mkdirSync(join(appRoot, 'studies', 'demo'), { recursive: true });
    writeFileSync(join(appRoot, 'studies', 'demo', 'protocol.json'), JSON.stringify(protocol()));
    const simulation = services.datasets.startSimulation({ ...SIMULATION, name: 'demo' });
    const { datasetId } = await services.jobs.finished(simulation.id);
    const build = (changes: Partial<ProtocolInput> = {}) => {
      const request = { protocol: protocol(changes), datasetId, modelId: 'small' };
      return services.jobs.finished(services.studies.startCreate(request).id);
    };
    await build();
    await services.prepareDemo();
    expect(services.studies.list().map(({ state }) => state)).toEqual(['locked']);
    await build({ title: 'Mine' });
    await services.prepareDemo();
    expect(services.studies.list().map(({ title, state }) => `${title} ${state}`)).toEqual([
      'Mine draft',
      'Built locked',
    ]);
  });
});
