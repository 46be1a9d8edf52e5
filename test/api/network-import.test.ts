import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { Services } from '../../src-main/services/create-services.ts';
import { findRuntime } from '../../src-main/ml/onnx/runtime/session.ts';
import { openEngine } from '../../src-main/ml/engine/engine.ts';
import { attackOptionsSchema } from '../../src-shared/attacks/index.ts';
import type { JobResults } from '../../src-shared/contract/job-results.ts';
import { importNetworkSchema } from '../../src-shared/models/networks.ts';
import { layersNetwork, saveLayersNetwork, writeGraphNetwork } from '../helpers/foreign-networks.ts';
import { preparedServices } from '../helpers/open-services.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const open = preparedServices((services) =>
  services.jobs.finished(
    services.datasets.startSimulation({ records: 40, seed: 3, durationS: 10, name: 'simulated' }).id,
  ),
);

async function network(choices: Parameters<typeof layersNetwork>[0] = {}): Promise<string> {
  await openEngine();
  const model = layersNetwork(choices);
  const folder = join(temporaryFolder(), 'their-net');
  await saveLayersNetwork(model, folder);
  model.dispose();
  return folder;
}

async function importNetwork(services: Services, request: object): Promise<JobResults['import-network']> {
  const parsed = importNetworkSchema.parse({
    samplingHz: 300,
    input: { unit: 'mV', normalise: 'z-score' },
    ...request,
  });
  return services.jobs.finished(services.startNetworkImport(parsed).id);
}

describe('a network of another program', () => {
  it('is looked at, imported, evaluated, compared and attacked like one of our own', async () => {
    const { services } = await open();
    const path = await network();
    const looked = await services.lookAtNetwork({ path });
    expect(looked).toMatchObject({
      form: 'tfjs-layers',
      ending: 'softmax',
      guess: { input: { axes: ['batch', 'time', 'one'], length: null }, classes: 4 },
      blackBox: null,
    });
    const result = await importNetwork(services, { path });
    expect(result).toMatchObject({ name: 'their-net', dataset: 'simulated', blackBox: null });
    expect(result.input).toContain('mV; z-score; any length');
    expect(result.output).toContain('logits before its softmax');
    expect(result.tried.length).toBeGreaterThan(0);
    const model = services.models.find('their-net');
    expect(model).toMatchObject({ architecture: 'tfjs-layers', origin: 'imported' });
    const right = result.tried.filter(({ label, found }) => label === found).length;
    expect(model.card).toMatchObject({
      tried: { records: result.tried.length, right },
      exactLogits: true,
      // 4500 windows of 9 samples for 6 filters, and a little.
      gigaMacsFor30Seconds: 0.000243,
      differentiable: true,
      checkedOn: 'simulated',
    });

    const [dataset] = services.datasets.list();
    const of = { datasetId: dataset!.id, split: 'test' } as const;
    const compared = await services.jobs.finished(
      services.models.startComparison({ ...of, modelIds: [model.id, services.models.find('small').id] }).id,
    );
    expect(compared.models.map(({ name, parameters, gigaMacs = 0 }) => [name, parameters > 0, gigaMacs > 0])).toEqual([
      ['their-net', true, true],
      ['small', true, true],
    ]);
    const options = attackOptionsSchema.parse({ method: 'pgd', pgdSteps: 5, epsilonUnits: 200, alphaUnits: 80 });
    const run = await services.jobs.finished(services.attacks.start({ ...of, modelId: model.id, options }).id);
    expect(run.records).toBeGreaterThan(0);
    expect(run.zeroGradient).toBe(0);
    await services.close();
  });

  it('is refused where classes and output disagree, or the same is there already', async () => {
    const { services } = await open();
    const path = await network({ classes: 3 });
    await expect(importNetwork(services, { path })).rejects.toThrow(
      /gives 3 numbers for a record, but 4 classes are named: N, A, O, ~/,
    );
    const classes = ['N', 'A', 'O'].map((code) => ({ code, name: code }));
    await expect(
      importNetwork(services, { path, classes, datasetId: services.datasets.list()[0]!.id }),
    ).rejects.toThrow(/no test records .* whose classes the network knows/);
    await expect(importNetwork(services, { path, classes })).resolves.toMatchObject({ dataset: null, tried: [] });
    await expect(importNetwork(services, { path, classes })).rejects.toMatchObject({ code: 'conflict' });
    await services.close();
  });

  it('is refused where nothing of it moves with the signal', async () => {
    const { services } = await open();
    const path = await network();
    const file = join(path, 'model.json');
    writeFileSync(file, readFileSync(file, 'utf8').replace('"activation":"relu"', '"activation":"linear"'));
    await expect(importNetwork(services, { path, input: { unit: 'mV', deviation: 1e30 } })).rejects.toThrow(
      /do not change with the signal/,
    );
    await services.close();
  });

  it('of TF.js Graph is imported with three classes of its own', async () => {
    const { services } = await open();
    const path = join(temporaryFolder(), 'graph');
    writeGraphNetwork(path);
    const classes = ['NORM', 'MI', 'STTC'].map((code) => ({ code, name: code }));
    const result = await importNetwork(services, { path, classes, samplingHz: 500 });
    expect(result).toMatchObject({ form: 'tfjs-graph', dataset: null, parameters: 15 });
    expect(services.models.find('graph').card).toMatchObject({ samplingHz: 500, classes });
    await services.close();
  });
});

describe('an ONNX network of PyTorch', () => {
  const path = join(import.meta.dirname, '..', 'golden', 'onnx', 'torchscript-conv.onnx');

  it('is imported, and not exported, since its file is kept', async () => {
    const { services } = await open();
    const { guess } = await services.lookAtNetwork({ path });
    const classes = ['N', 'A', 'O', '~'].slice(0, guess.classes ?? 4).map((code) => ({ code, name: code }));
    const result = await importNetwork(services, { path, classes });
    expect(result).toMatchObject({ form: 'onnx', name: 'torchscript-conv', blackBox: null });
    expect(result.parameters).toBeGreaterThan(0);
    await expect(importNetwork(services, { path, classes })).rejects.toMatchObject({ code: 'conflict' });
    // Its classes may have been named in the wrong order.
    const other = await importNetwork(services, { path, classes: classes.toReversed(), name: 'other order' });
    expect(services.models.find('other order').card.classes).toEqual(other.classes);
    await expect(
      services.jobs.finished(
        services.startModelExport({ model: result.name, out: join(temporaryFolder(), 'again.onnx') }).id,
      ),
    ).rejects.toThrow(/was imported, and its file is kept as it was/);
    await services.close();
  });

  it('with recurrent layers says what stops it, and how it can be run', async () => {
    const { services } = await open();
    const looked = services.lookAtNetwork({ path: path.replace('-conv', '-lstm') });
    if (findRuntime() === undefined) {
      await expect(looked).rejects.toThrow(/onnxruntime, which is not installed. Run 'npm run setup -- --onnxruntime'/);
    } else {
      // It opens there, and is refused for the batch that it was written for.
      await expect(looked).rejects.toThrow(/takes 2 records at a time.*free batch size/);
    }
    await services.close();
  });
});

describe('a model of our own', () => {
  it.each(['small.onnx', 'small-layers'])(
    'is exported as %s, and imported again gives the same classes',
    async (name) => {
      const { services } = await open();
      const out = join(temporaryFolder(), name);
      const exported = await services.jobs.finished(services.startModelExport({ model: 'small', out }).id);
      expect(exported.largestDifference).toBeLessThan(1e-5);
      const again = await importNetwork(services, { path: out, input: { unit: 'adc' }, name: 'again' });
      const [dataset] = services.datasets.list();
      const ids = [services.models.find('small').id, again.modelId];
      const compared = await services.jobs.finished(
        services.models.startComparison({ modelIds: ids, datasetId: dataset!.id, split: 'test' }).id,
      );
      const [own, theirs] = compared.models;
      expect(theirs?.metrics.confusion).toEqual(own?.metrics.confusion);
      await expect(async () => services.startModelExport({ model: 'small', out })).rejects.toMatchObject({
        code: 'conflict',
      });
      await services.close();
    },
  );
});
