import { createRouterClient } from '@orpc/server';
import { describe, expect, it } from 'vitest';
import { createRouter } from '../../src-main/api/create-router.ts';
import { parseProtocol, type ProtocolInput } from '../../src-shared/study/protocol.ts';
import { readingFixture } from './reading-fixture.ts';
import { openServices, reopenServices } from '../helpers/open-services.ts';

const TEXT = JSON.stringify({
  schemaVersion: 1,
  title: 'Can it be seen?',
  seed: 7,
  tasks: [{ id: 'which', question: 'which-is-real', arms: [{ name: 'SAP', attack: { method: 'sap' }, pairs: 12 }] }],
});
const NOTHING_CHOSEN = { datasetId: null, modelId: null };

async function open() {
  const { services, appRoot } = await openServices();
  return { services, appRoot, client: createRouterClient(createRouter(services, 'web')) };
}

describe('designs', () => {
  it('are kept as they are typed, valid or not, over a restart', async () => {
    const { services, appRoot, client } = await open();
    const { id, revision } = await client.designs.create({ text: TEXT, ...NOTHING_CHOSEN });
    const half = `${TEXT.slice(0, 60)} half a se`;
    await client.designs.save({ id, revision, text: half, datasetId: null, modelId: 'small' });
    await services.close();
    const again = createRouterClient(createRouter(await reopenServices(appRoot), 'web'));
    expect(await again.designs.get({ id })).toMatchObject({
      text: half,
      datasetId: null,
      modelId: 'small',
      revision: 2,
    });
    expect(await again.designs.list()).toMatchObject([{ id, title: 'Untitled', trials: null, problems: 1 }]);
  });

  it('are not overwritten by a window that shows an older one', async () => {
    const { client } = await open();
    const { id, revision } = await client.designs.create({ text: TEXT, ...NOTHING_CHOSEN });
    const newer = { id, revision, text: TEXT.replace('12', '20'), ...NOTHING_CHOSEN };
    await client.designs.save(newer);
    // The same call again, after its answer was lost, is no other change.
    expect(await client.designs.save(newer)).toMatchObject({ revision: 2 });
    await expect(client.designs.save({ ...newer, text: TEXT.replace('12', '30') })).rejects.toMatchObject({
      data: { code: 'conflict' },
    });
    expect((await client.designs.get({ id })).text).toBe(newer.text);
  });

  it('are copied, deleted and taken back', async () => {
    const { client } = await open();
    const { id } = await client.designs.create({ text: TEXT, ...NOTHING_CHOSEN });
    const copy = await client.designs.copy({ id });
    expect(await client.designs.list()).toMatchObject([
      { id: copy.id, title: 'Can it be seen? (copy)', trials: 12, problems: 0 },
      { id, title: 'Can it be seen?' },
    ]);
    await client.removal.remove({ kind: 'design', id });
    expect((await client.designs.list()).map((each) => each.id)).toEqual([copy.id]);
    await expect(client.designs.get({ id })).rejects.toMatchObject({ data: { code: 'not-found' } });
    await client.removal.restore({ kind: 'design', id });
    expect((await client.designs.get({ id })).text).toBe(TEXT);
  });

  it('are no longer than a protocol can be', async () => {
    const { client } = await open();
    await expect(client.designs.create({ text: ' '.repeat(2_000_001), ...NOTHING_CHOSEN })).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  });
});

describe('what a design could show', () => {
  const protocol = (pairs: number, stimuli: ProtocolInput['stimuli'] = {}, options: ProtocolInput['options'] = {}) =>
    parseProtocol({
      ...{ schemaVersion: 1, title: 'Asked', seed: 7, stimuli, options },
      tasks: [
        {
          ...{ id: 'which', question: 'which-is-real' },
          arms: [
            { name: 'SAP', attack: { method: 'sap' }, pairs },
            { name: 'PGD', attack: { method: 'pgd' }, pairs },
          ],
        },
      ],
    });

  async function asked(...given: Parameters<typeof protocol>) {
    const { client } = await readingFixture();
    const [dataset] = await client.datasets.list();
    return client.designs.eligible({ protocol: protocol(...given), datasetId: dataset?.id ?? '', modelId: 'model' });
  }

  it('is counted condition by condition, with what was tried already and what might do', async () => {
    const { limits, classes, arms, impossible } = await asked(3);
    expect(limits.map(({ by, left }) => `${by} ${left}`)).toEqual([
      ...['dataset 6', 'split 6', 'classes 6', 'length 6', 'form 6', 'quality 6'],
    ]);
    expect(classes.map(({ code, left }) => `${code} ${left}`)).toEqual(['N 6', 'A 0', 'O 0', '~ 0']);
    expect(arms).toMatchObject([
      { arm: 'SAP', needed: 3, tried: 6, suitable: 6, most: 6, recordIds: [] },
      { arm: 'PGD', needed: 3, tried: 0, suitable: 0, most: 6, exampleIds: [] },
    ]);
    expect(arms[0]?.exampleIds).toHaveLength(5);
    expect(arms[1]?.recordIds).toHaveLength(5);
    expect(impossible).toBeNull();
  });

  it('names what limits it, and says in the words of the build why nothing can be chosen', async () => {
    const short = await asked(1, { minDurationMs: 5000 });
    expect(short.limits.find(({ by }) => by === 'length')).toEqual({ by: 'length', left: 0 });
    const flat = await asked(1, { quality: { mostNoiseUv: 0 } });
    expect(flat.limits.at(-1)).toMatchObject({ by: 'quality' });
    expect(short.impossible).toContain('Arm SAP of task which needs 1 pairs and 0 fit');
    expect((await asked(4)).impossible).toContain('The study needs 8 different records');
    expect((await asked(4, {}, { distinctRecords: 'none' })).impossible).toBeNull();
    expect((await asked(6, {}, { distinctRecords: 'matched' })).impossible).toBeNull();
  });

  it('is told arm by arm: what was tried, how large it is, and which class is short', async () => {
    const { client } = await readingFixture();
    const [dataset] = await client.datasets.list();
    const asked = protocol(3);
    const tasks = asked.tasks.map((task) => ({
      ...task,
      arms: task.arms.map((arm) => ({ ...arm, quotas: { N: 2, A: 1 }, size: { least: 1000 } })),
    }));
    const { arms, impossible } = await client.designs.eligible({
      ...{ protocol: parseProtocol({ ...asked, tasks }), datasetId: dataset?.id ?? '', modelId: 'model' },
    });
    expect(arms[0]).toMatchObject({
      limits: [
        { by: 'tried', left: 6 },
        { by: 'fooled', left: 6 },
        { by: 'size', left: 0 },
      ],
      quotas: [
        { code: 'N', needed: 2 },
        { code: 'A', needed: 1, most: 0 },
      ],
    });
    expect(arms[1]?.quotas).toEqual([
      { code: 'N', needed: 2, most: 6 },
      { code: 'A', needed: 1, most: 0 },
    ]);
    expect(impossible).toContain('a perturbation of at least 1000 µV');
  });

  it('is told with the power of every arm', async () => {
    const { client } = await open();
    const [sap] = await client.designs.power({ protocol: protocol(100), p: 0.62 });
    expect(sap).toMatchObject({ arm: 'SAP', n: 100, rejectAtLeast: 61 });
    expect(sap?.power).toBeCloseTo(0.624, 3);
  });
});
