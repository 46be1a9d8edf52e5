import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { openEngine } from '../../../src-main/ml/engine.ts';
import { evaluationMode, forwardTo } from '../../../src-main/ml/forward.ts';
import { headsOf, parseGraph } from '../../../src-main/ml/graph.ts';
import { learningHeads } from '../../../src-main/ml/heads.ts';
import { buildCompact } from '../../../src-main/ml/models/compact.ts';
import { flatten, layoutOf, weightTensors } from '../../../src-main/ml/parameters.ts';
import { gaussian, generatorFor } from '../../../src-main/ml/random.ts';
import { lossAndGradient } from '../../../src-main/ml/train-step.ts';

await openEngine();
const stages = [{ filters: 4, blocks: 1 }];
const model = buildCompact(5, { towers: 2, stages, classes: 4 });
const graph = parseGraph(model.topology);
const random = generatorFor(1);
const x = Float32Array.from({ length: 2 * 600 }, () => 200 * gaussian(random));

it('logits are the mean of those of the towers', () => {
  const weights = weightTensors(model.weights);
  const names = ['tower1_logits', 'tower2_logits', 'logits'];
  const [a, b, mean] = forwardTo(names, graph, weights, tf.tensor2d(x, [2, 600]), evaluationMode).map((z) =>
    z.dataSync(),
  );
  expect(a).not.toEqual(b);
  mean!.forEach((z, i) => expect(z).toBeCloseTo((a![i]! + b![i]!) / 2, 5));
});

it('a tower learns from its own error alone: the other one does not change its gradient', () => {
  const layout = layoutOf(model.weights);
  const heads = learningHeads(graph, model.weights);
  const gradientOfFirst = (flat: Float32Array): number[] => {
    const { gradient } = lossAndGradient(heads, flat, { x, labels: [0, 1] }, 4, 0, () => generatorFor(2));
    return layout.learned
      .filter(({ name }) => name.startsWith('tower1_'))
      .flatMap(({ offset, size }) => [...gradient.subarray(offset, offset + size)]);
  };
  const flat = flatten(layout, model.weights);
  const before = gradientOfFirst(flat);
  for (const { name, offset, size } of layout.learned)
    if (name.startsWith('tower2_')) flat.subarray(offset, offset + size).fill(0.1);
  expect(before.some((slope) => slope !== 0)).toBe(true);
  expect(gradientOfFirst(flat)).toEqual(before);
});

it('heads are found where the output is a mean, and are the output where it is none', () => {
  expect(headsOf(graph)).toEqual(['tower1_logits', 'tower2_logits']);
  const single = parseGraph(buildCompact(5, { towers: 1, stages, classes: 4 }).topology);
  expect(headsOf(single)).toEqual([single.output]);
});
