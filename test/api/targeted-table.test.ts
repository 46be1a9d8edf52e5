import { describe, expect, it } from 'vitest';
import { PAPER_TARGETED_TABLE } from '../../src-shared/analyses/targeted-table.ts';
import type { RequestOf } from '../../src-shared/analyses/index.ts';
import { attackOptionsSchema } from '../../src-shared/attacks/index.ts';
import type { Services } from '../../src-main/services/create-services.ts';
import { openServices } from '../helpers/open-services.ts';

async function tableOf(services: Services, datasetId: string) {
  const request: RequestOf<'targeted-table'> = {
    kind: 'targeted-table',
    modelId: 'small',
    datasetId,
    split: 'train',
    limit: 6,
    attack: attackOptionsSchema.parse({ method: 'pgd', pgdSteps: 2, epsilonUnits: 200, alphaUnits: 100 }),
  };
  const { analysisId } = await services.jobs.finished(services.analyses.start(request).id);
  expect(services.analyses.same(request)).toBe(analysisId);
  return services.analyses.getOf('targeted-table', analysisId).result;
}

describe('Table 1, every class led to every other', () => {
  it('counts what the four stored runs hold, beside the paper, and makes no run twice', async () => {
    const { services } = await openServices();
    const simulation = { records: 16, seed: 1, durationS: 10, name: 'simulated' };
    const { datasetId } = await services.jobs.finished(services.datasets.startSimulation(simulation).id);
    const table = await tableOf(services, datasetId);

    expect(table.records).toBe(6);
    expect(table.cells.map(({ from, to }) => `${from}${to}`)).toEqual('01 02 03 10 12 13 20 21 23 30 31 32'.split(' '));
    expect(table.runIds.map((id) => services.attacks.run(id).options.target)).toEqual([0, 1, 2, 3]);
    for (const { from, to, all, correct, paper } of table.cells) {
      expect(paper).toBe(PAPER_TARGETED_TABLE[from]?.[to]);
      const { rows } = services.attacks.examples({ runId: table.runIds[to]! }, 0, 100);
      const there = rows.filter(({ originalClass }) => originalClass === from);
      const led = there.filter(({ adversarialClass }) => adversarialClass === to);
      expect([all.count, all.of]).toEqual([led.length, there.length]);
      const right = there.filter(({ label }) => label === from);
      expect([correct.count, correct.of]).toEqual([led.filter((row) => right.includes(row)).length, right.length]);
    }
    // The untrained model calls all of them one class, and at this size it is led from it.
    const tried = table.cells.filter(({ all }) => all.of > 0);
    expect(tried.reduce((sum, { all }) => sum + all.of, 0)).toBe(18);
    expect(tried.some(({ all }) => all.count > 0)).toBe(true);

    expect((await tableOf(services, datasetId)).runIds).toEqual(table.runIds);
    expect(services.attacks.list()).toHaveLength(4);
  }, 120_000);
});
