import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import { parseGraph } from '../../../src-main/ml/network/graph.ts';
import { scoreConfusion, type Scores } from '../../../src-main/ml/scores/metrics.ts';
import { modelSize } from '../../../src-main/ml/network/model-size.ts';
import { buildModel } from '../../../src-main/ml/models/index.ts';
import { readModel } from '../../../src-main/ml/files/read-model.ts';
import { train } from '../../../src-main/ml/training/train.ts';
import { parseTrainOptions, trainOptionsSchema } from '../../../src-shared/models/train-options.ts';

await openEngine();

it('tiny holds at most 100,000 numbers, and tells the same four classes', () => {
  const { topology, weights } = buildModel('tiny', 1);
  const graph = parseGraph(topology);
  const size = modelSize(graph, weights, 9000);
  expect(size.parameters).toBeLessThanOrEqual(100_000);
  expect(size.parameters).toBeGreaterThan(90_000);
  expect(size.gigaMacs).toBeLessThan(0.03);
  expect(weights.find(({ name }) => name === 'logits/bias')?.shape).toEqual([4]);
});

it('tiny trains: in a few steps the loss falls', async () => {
  const signal = (i: number): Int16Array =>
    Int16Array.from({ length: 900 }, (_, t) => 300 * Math.sin(t / (4 + 12 * i)));
  const items = Array.from({ length: 32 }, (_, i) => ({ samples: signal(i % 2), label: (i % 2) as 0 | 1 }));
  const options = parseTrainOptions({ model: 'tiny', epochs: 3, batchSize: 8, cropSamples: [600] });
  const { history, model } = await train(options, { train: items, validation: items });
  expect(history.at(-1)?.loss).toBeLessThan((history[0]?.loss ?? 0) * 0.8);
  expect(model.weights.reduce((sum, { values }) => sum + values.length, 0)).toBeLessThanOrEqual(100_000);
});

it('a model has defaults of its own; what is given counts, and the order is always the same', () => {
  expect(parseTrainOptions()).toEqual(trainOptionsSchema.parse({}));
  const tiny = parseTrainOptions({ seed: 7, model: 'tiny', epochs: undefined });
  expect(tiny).toMatchObject({ model: 'tiny', seed: 7, epochs: 60, learningRate: 0.004, batchSize: 32 });
  expect(parseTrainOptions({ model: 'tiny', epochs: 3 }).epochs).toBe(3);
  expect(JSON.stringify(parseTrainOptions({ epochs: 60, model: 'tiny', seed: 7 }))).toBe(JSON.stringify(tiny));
  expect(() => parseTrainOptions({ model: 'huge' })).toThrow(/compact/);
});

it('the bundled weights are those of this architecture, and their card gives what they reach on the test records', async () => {
  const folder = path.resolve(import.meta.dirname, '../../../resources/models/tiny');
  const bundled = readModel(folder);
  expect(bundled.topology).toEqual(buildModel('tiny', 1).topology);
  const card = JSON.parse(await readFile(path.join(folder, 'card.json'), 'utf8')) as { test: Scores };
  expect(card.test.records).toBe(853);
  expect(card.test.meanF1).toBeCloseTo(scoreConfusion(card.test.confusion).meanF1, 4);
  expect(card.test.meanF1).toBeGreaterThanOrEqual(0.83);
});
