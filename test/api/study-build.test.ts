import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Services } from '../../src-main/services/create-services.ts';
import { attackOptionsSchema } from '../../src-shared/attacks/index.ts';
import { parseProtocol, type ProtocolInput } from '../../src-shared/study/protocol.ts';
import { openServices } from '../helpers/open-services.ts';

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

async function simulated(): Promise<{ services: Services; datasetId: string }> {
  const { services } = await openServices();
  const { datasetId } = await services.jobs.finished(services.datasets.startSimulation(SIMULATION).id);
  return { services, datasetId };
}

/** Record, arm and side of every pair, in order. */
async function pairsOf(services: Services, datasetId: string): Promise<unknown[]> {
  const request = { protocol: protocol(), datasetId, modelId: 'small' };
  const { studyId } = await services.jobs.finished(services.studies.startCreate(request).id);
  services.studies.lock(studyId);
  await services.jobs.finished(services.startRehearsal({ studyId, readers: 1, probabilityRight: 0.5, seed: 1 }).id);
  return services.results.responses(studyId).map(({ record, task, arm, real_side }) => [record, task, arm, real_side]);
}

describe('building a study', () => {
  it('chooses the same pairs whatever attack runs were there before', async () => {
    const fresh = await simulated();
    const used = await simulated();
    const run = used.services.attacks.start({
      modelId: 'small',
      datasetId: used.datasetId,
      split: 'train',
      limit: 20,
      options: attackOptionsSchema.parse({ method: 'fgsm' }),
    });
    await used.services.jobs.finished(run.id);
    const pairs = await pairsOf(fresh.services, fresh.datasetId);
    expect(await pairsOf(used.services, used.datasetId)).toEqual(pairs);
    // Nor does a study that is there already change the next one, or attack anything again.
    const runs = fresh.services.attacks.list().length;
    expect(await pairsOf(fresh.services, fresh.datasetId)).toEqual(pairs);
    expect(fresh.services.attacks.list()).toHaveLength(runs);
  });

  it('attacks the same records for every arm, and each of them once', async () => {
    const { services, datasetId } = await simulated();
    await pairsOf(services, datasetId);
    const runs = services.attacks.list();
    expect(runs.map(({ options }) => options.epsilonUnits).sort()).toEqual([10, 40]);
    const [first, second] = runs.map(({ id }) =>
      services.attacks.examples({ runId: id }, 0, 100).rows.map(({ record }) => record),
    );
    expect(first).toHaveLength(24);
    expect(second).toEqual(first);
  });

  it('shows no record twice in the whole study', async () => {
    const { services, datasetId } = await simulated();
    const pairs = (await pairsOf(services, datasetId)) as string[][];
    expect(new Set(pairs.map(([record]) => record)).size).toBe(11);
  });
});

describe('a study by its name', () => {
  it('is found by id, title or the beginning of its id, and by a title of several not at all', async () => {
    const { services, datasetId } = await simulated();
    const build = async (title: string): Promise<string> => {
      const request = { protocol: protocol({ title }), datasetId, modelId: 'small' };
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
