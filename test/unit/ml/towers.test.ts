import * as tf from '@tensorflow/tfjs-core';
import { expect, it } from 'vitest';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import { evaluationMode, forwardTo } from '../../../src-main/ml/network/forward.ts';
import { headsOf, parseGraph } from '../../../src-main/ml/network/graph.ts';
import { learningHeads } from '../../../src-main/ml/network/heads.ts';
import type { ModelData } from '../../../src-main/ml/files/model-files.ts';
import { buildCompact } from '../../../src-main/ml/models/compact.ts';
import { flatten, layoutOf, weightTensors } from '../../../src-main/ml/network/parameters.ts';
import { gaussian, generatorFor } from '../../../src-main/numeric/random.ts';
import { lossAndGradient, type TrainingBatch } from '../../../src-main/ml/training/train-step.ts';
import { train } from '../../../src-main/ml/training/train.ts';
import { defaultTrainOptions, parseTrainOptions } from '../../../src-shared/models/train-options.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';

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

it('a tower learns from its own error alone: the other one does not change its gradient', async () => {
  const layout = layoutOf(model.weights);
  const heads = learningHeads(graph, model.weights);
  const gradientOfFirst = async (flat: Float32Array): Promise<number[]> => {
    const { gradient } = await lossAndGradient(
      heads,
      flat,
      { x, labels: [0, 1] },
      { ...defaultTrainOptions(), labelSmoothing: 0 },
      () => generatorFor(2),
    );
    return layout.learned
      .filter(({ name }) => name.startsWith('tower1_'))
      .flatMap(({ offset, size }) => [...gradient.subarray(offset, offset + size)]);
  };
  const flat = flatten(layout, model.weights);
  const before = await gradientOfFirst(flat);
  for (const { name, offset, size } of layout.learned)
    if (name.startsWith('tower2_')) flat.subarray(offset, offset + size).fill(0.1);
  expect(before.some((slope) => slope !== 0)).toBe(true);
  expect(await gradientOfFirst(flat)).toEqual(before);
});

it('a tower learns bit for bit as it would alone', async () => {
  const alone = buildCompact(6, { towers: 1, stages, classes: 4 });
  const both = buildCompact(7, { towers: 2, stages, classes: 4 });
  const pairs = alone.weights.map(({ name, values }) => {
    const own = both.weights.find((weight) => weight.name === `tower1_${name}`)!;
    own.values.set(values);
    return { name, start: values.slice() };
  });
  const records = Array.from({ length: 12 }, (_, i) => {
    const samples = Int16Array.from({ length: 700 }, () => 200 * gaussian(random));
    return { samples, label: (i % 4) as ClassIndex };
  });
  const data = { train: records.slice(4), validation: records.slice(0, 4) };
  const options = parseTrainOptions({ epochs: 1, batchSize: 2, cropSamples: [600] });
  const learned = async (initial: ModelData): Promise<ModelData> => (await train(options, data, { initial })).model;
  const [one, two] = [await learned(alone), await learned(both)];
  const of = ({ weights }: ModelData, name: string): Float32Array =>
    weights.find((weight) => weight.name === name)!.values;
  expect(pairs.some(({ name, start }) => of(one, name).some((value, i) => value !== start[i]))).toBe(true);
  for (const { name } of pairs) expect(of(two, `tower1_${name}`), name).toEqual(of(one, name));
});

it('a teacher has its share of the loss, beside the label', async () => {
  const heads = learningHeads(graph, model.weights);
  const flat = flatten(layoutOf(model.weights), model.weights).map((w, i) => w + 0.1 * Math.sin(i));
  const loss = async (labels: ClassIndex[], softTargets?: TrainingBatch['softTargets']): Promise<number> => {
    const batch = { x, labels, ...(softTargets ? { softTargets } : {}) };
    const options = { ...defaultTrainOptions(), labelSmoothing: 0 };
    return (await lossAndGradient(heads, flat, batch, options, () => generatorFor(2))).loss;
  };
  const probabilities = [
    [0, 0, 1, 0],
    [0, 0, 0, 1],
  ];
  const [label, teacher] = [await loss([0, 1]), await loss([2, 3])];
  expect(Math.abs(label - teacher)).toBeGreaterThan(0.01);
  // Cross-entropy is linear in its target.
  expect(await loss([0, 1], { probabilities, share: 0.3 })).toBeCloseTo(0.7 * label + 0.3 * teacher, 4);
  expect(await loss([0, 1], { probabilities, share: 1 })).toBeCloseTo(teacher, 5);
});

it('heads are found where the output is a mean, and are the output where it is none', () => {
  expect(headsOf(graph)).toEqual(['tower1_logits', 'tower2_logits']);
  const single = parseGraph(buildCompact(5, { towers: 1, stages, classes: 4 }).topology);
  expect(headsOf(single)).toEqual([single.output]);
});
