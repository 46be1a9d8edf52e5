import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { expect, it } from 'vitest';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import { parseGraph } from '../../../src-main/ml/network/graph.ts';
import { scoreConfusion, type Scores } from '../../../src-main/ml/scores/metrics.ts';
import { modelSize } from '../../../src-main/ml/network/model-size.ts';
import { buildCompact } from '../../../src-main/ml/models/compact.ts';
import { readModel } from '../../../src-main/ml/files/read-model.ts';
import { defaultTrainOptions, parseTrainOptions, type TrainOptions } from '../../../src-shared/models/train-options.ts';

// TF.js Layers makes weights while it builds.
await openEngine();
const model = buildCompact(1);
const graph = parseGraph(model.topology);

it('the compact model stays small: at most 1.5 million parameters and 0.25 GMAC for 30 seconds', () => {
  const size = modelSize(graph, model.weights, 9000);
  expect(size.parameters).toBeLessThanOrEqual(1_500_000);
  expect(size.parameters).toBeGreaterThan(1_000_000);
  expect(size.gigaMacs).toBeLessThanOrEqual(0.25);
});

it('it takes signals of any length in ADC units: scaling is its first layer', () => {
  const text = JSON.stringify(model.topology);
  expect(text).toContain('"batch_input_shape":[null,null,1]');
  expect(graph.nodes.slice(0, 2).map(({ op }) => op)).toEqual(['input', 'rescale']);
});

it('the seed alone decides the weights to start from', () => {
  expect(buildCompact(1).weights).toEqual(model.weights);
  const kernel = (weights: typeof model.weights): Float32Array | undefined =>
    weights.find(({ name }) => name === 'tower1_stem_conv/kernel')?.values;
  expect(kernel(buildCompact(2).weights)).not.toEqual(kernel(model.weights));
});

it('the bundled weights are those of this architecture, and their card gives what they reach on the test records', async () => {
  const folder = path.resolve(import.meta.dirname, '../../../resources/models/compact');
  const bundled = readModel(folder);
  expect(bundled.topology).toEqual(model.topology);
  expect(bundled.weights.map(({ name, shape }) => ({ name, shape }))).toEqual(
    model.weights.map(({ name, shape }) => ({ name, shape })),
  );
  const card = JSON.parse(await readFile(path.join(folder, 'card.json'), 'utf8')) as {
    test: Scores;
    options: TrainOptions;
  };
  expect(parseTrainOptions(card.options)).toEqual({ ...defaultTrainOptions('compact'), seed: card.options.seed });
  expect(card.test.records).toBe(853);
  expect(card.test.meanF1).toBeCloseTo(scoreConfusion(card.test.confusion).meanF1, 4);
  expect(card.test.meanF1).toBeGreaterThanOrEqual(0.855);
  expect(card.test.accuracy).toBeGreaterThanOrEqual(0.875);
});
