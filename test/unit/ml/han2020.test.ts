import { createRequire } from 'node:module';
import { dirname, resolve, sep } from 'node:path';
import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { describe, expect, it } from 'vitest';
import { makeClassifier } from '../../../src-main/ml/network/classifier.ts';
import { defaultTrainOptions } from '../../../src-shared/models/train-options.ts';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import { parseGraph } from '../../../src-main/ml/network/graph.ts';
import { learningHeads } from '../../../src-main/ml/network/heads.ts';
import { DilatedMaxPooling1D } from '../../../src-main/ml/layers/dilated-max-pooling-1d.ts';
import { FitLength } from '../../../src-main/ml/layers/fit-length.ts';
import { ZeroPadding1D } from '../../../src-main/ml/layers/zero-padding-1d.ts';
import { fromFloat16Bits, toFloat16Bits } from '../../../src-main/ml/files/float16.ts';
import { readModel } from '../../../src-main/ml/files/read-model.ts';
import type { ModelData } from '../../../src-main/ml/files/model-files.ts';
import { modelSize } from '../../../src-main/ml/network/model-size.ts';
import { buildHan2020, han2020Layers } from '../../../src-main/ml/models/han2020.ts';
import { flatten, layoutOf } from '../../../src-main/ml/network/parameters.ts';
import { predictRecords } from '../../../src-main/ml/network/predict.ts';
import { gaussian, generatorFor } from '../../../src-main/numeric/random.ts';
import { lossAndGradient } from '../../../src-main/ml/training/train-step.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { itWithPyTorch } from '../../helpers/peer-python.ts';
import { goldenSignals, MAKE_HAN2020, readGolden } from './han2020-golden.ts';

const engine = await openEngine();
const golden = await readGolden();
const signals = goldenSignals();

async function largestDifference(model: ModelData, logits: number[][]): Promise<number> {
  const classifier = makeClassifier(model);
  const own = await predictRecords((x) => classifier.logits(x), signals.slice(0, logits.length));
  classifier.dispose();
  return Math.max(...logits.flatMap((row, r) => row.map((value, k) => Math.abs(value - (own[r]?.[k] ?? NaN)))));
}

describe('the network of the paper', () => {
  const { topology, weights } = buildHan2020(1);
  const graph = parseGraph(topology);

  it('has its 5,486,916 learned parameters and 45.8 GMAC, whatever the length of the record', () => {
    expect(layoutOf(weights).size).toBe(5_486_916);
    const { parameters, gigaMacs } = modelSize(graph, weights, 2714);
    expect(gigaMacs).toBeCloseTo(45.776, 3);
    // Mean and variance of each of the 2,240 filters are stored too.
    expect(parameters).toBe(5_486_916);
    expect(modelSize(graph, weights, 18_000).gigaMacs).toBe(gigaMacs);
  });

  it('is bundled, with weights of this architecture, in half precision', () => {
    const bundled = readModel(resolve(import.meta.dirname, '../../../resources/models/han2020'));
    expect(bundled.topology).toEqual(topology);
    expect(bundled.weights.map(({ name, shape }) => ({ name, shape }))).toEqual(
      weights.map(({ name, shape }) => ({ name, shape })),
    );
    const kernel = bundled.weights.find(({ name }) => name === 'conv2/kernel')?.values.subarray(0, 1000) ?? [];
    expect(kernel).toHaveLength(1000);
    expect(kernel.every((value) => fromFloat16Bits(toFloat16Bits(value)) === value)).toBe(true);
  });

  it('has its convolutions, and its width takes a share of the filters but never less than four', () => {
    const widths = weights.filter(({ name }) => /conv.*kernel/.test(name)).map(({ shape }) => shape);
    expect(widths[0]).toEqual([24, 1, 320]);
    expect(widths[5]).toEqual([8, 256, 128]);
    const dilations = graph.nodes.flatMap((node) => (node.op === 'conv' ? [node.dilation] : []));
    expect(dilations).toEqual([1, 2, 4, 4, 4, 4, 6, 6, 6, 6, 8, 8, 8]);
    expect(graph.nodes.filter(({ op }) => op === 'dilatedMaxPool').map(({ name }) => name)).toEqual([
      'pool1',
      'pool6',
      'pool11',
    ]);
    expect(han2020Layers(0.05).map(({ filters }) => filters)).toEqual([16, 12, 12, 12, 12, 6, 6, 6, 6, 6, 6, 4, 4]);
  });
});

it('logits are those of PyTorch with the same weights, for records short, whole and too long, on both engines', async () => {
  expect(await largestDifference(golden.model, golden.logits)).toBeLessThan(1e-4);
  if (engine.name !== 'native') return;
  const wasm = await import('@tensorflow/tfjs-backend-wasm');
  const require = createRequire(import.meta.url);
  wasm.setWasmPaths(dirname(require.resolve('@tensorflow/tfjs-backend-wasm')) + sep);
  await tf.setBackend('wasm');
  try {
    expect(await largestDifference(golden.model, golden.logits)).toBeLessThan(1e-4);
    await expectInputGradient();
  } finally {
    await tf.setBackend('tensorflow');
  }
});

itWithPyTorch('so they are at full width', async (run) => {
  const folder = temporaryFolder();
  await run(MAKE_HAN2020, [folder, '--width', '1', '--records', '2']);
  const full = await readGolden(folder);
  expect(full.width).toBe(1);
  expect(await largestDifference(full.model, full.logits)).toBeLessThan(1e-4);
});

it('the plain layers in TF.js, opened from the file, give the logits of the folded classifier', async () => {
  for (const layer of [DilatedMaxPooling1D, FitLength, ZeroPadding1D]) tf.serialization.registerClass(layer);
  const { topology, weights } = golden.model;
  const weightSpecs = weights.map(({ name, shape }) => ({ name, shape, dtype: 'float32' as const }));
  const weightData = new Float32Array(weights.flatMap(({ values }) => Array.from(values))).buffer;
  const opened = await layers.loadLayersModel(tf.io.fromMemory({ modelTopology: topology, weightSpecs, weightData }));
  const x = tf.tensor2d(Float32Array.from(signals[1]!), [1, signals[1]!.length]);
  const logits = (opened.predict(tf.expandDims(x, 2)) as tf.Tensor).dataSync();
  golden.logits[1]!.forEach((value, k) => expect(logits[k]).toBeCloseTo(value, 4));
});

it('a record at its own length is the record with zeros around it, and a long one its first 18,000 samples', () => {
  const classifier = makeClassifier(golden.model);
  const logitsOf = (x: Float32Array): Float32Array =>
    tf.tidy(() => classifier.logits(tf.tensor2d(x, [1, x.length])).dataSync<'float32'>());
  const record = Float32Array.from(signals[0]!);
  const padded = new Float32Array(18_000);
  // 15,285 zeros: the smaller half in front.
  padded.set(record, 7642);
  expect(logitsOf(padded)).toEqual(logitsOf(record));
  const long = Float32Array.from(signals[4]!);
  expect(logitsOf(long)).toEqual(logitsOf(long.subarray(0, 18_000)));
  classifier.dispose();
});

/** The slope of `f` along a direction: numeric, and by its gradient. Kinks of ReLU and maximum ask for small steps. */
async function slopes(
  f: (at: Float32Array) => number | Promise<number>,
  gradient: Float32Array,
  at: Float32Array,
  step: number,
  seed: number,
) {
  const random = generatorFor(seed);
  const norm = Math.hypot(...gradient);
  // Half along the gradient, so that the slope is large; the other half makes every value count.
  const direction = gradient.map((slope) => slope / norm + (0.5 * gaussian(random)) / Math.sqrt(at.length));
  const moved = (distance: number): Float32Array => at.map((value, i) => value + distance * direction[i]!);
  return {
    numeric: ((await f(moved(step))) - (await f(moved(-step)))) / (2 * step),
    analytic: direction.reduce((sum, d, i) => sum + d * gradient[i]!, 0),
  };
}

async function expectInputGradient(): Promise<void> {
  const classifier = makeClassifier(golden.model);
  const weights = tf.tensor2d([[1, -0.5, 0.3, 0.2]]);
  const score = (v: tf.Tensor): tf.Scalar => tf.sum(tf.mul(classifier.logits(v as tf.Tensor2D), weights));
  for (const signal of [signals[0]!, signals[4]!]) {
    const x = Float32Array.from(signal);
    const rows = (values: Float32Array): tf.Tensor2D => tf.tensor2d(values, [1, values.length]);
    const gradient = tf.tidy(() => tf.grad(score)(rows(x)).dataSync<'float32'>());
    const f = (at: Float32Array): number => tf.tidy(() => score(rows(at)).dataSync()[0]!);
    const { numeric, analytic } = await slopes(f, gradient, x, 1, 3);
    expect(Math.abs(numeric - analytic)).toBeLessThan(0.03 * analytic);
    expect(gradient.length).toBe(signal.length);
    expect(gradient.subarray(18_000).every((slope) => slope === 0)).toBe(true);
  }
  classifier.dispose();
}

describe('gradients agree with numeric ones', () => {
  it('by the samples of a record at its own length', expectInputGradient);

  it('in training, by every kind of weight of plain and dilated convolutions, batch norm and the dense layer', async () => {
    const graph = parseGraph(golden.model.topology);
    const heads = learningHeads(graph, golden.model.weights);
    const layout = layoutOf(golden.model.weights);
    const flat = flatten(layout, golden.model.weights);
    const x = Float32Array.from(signals[0]!);
    const step = (at: Float32Array): ReturnType<typeof lossAndGradient> =>
      lossAndGradient(heads, at, { x: x.slice(), labels: [3] }, { ...defaultTrainOptions(), labelSmoothing: 0.1 }, () =>
        generatorFor(4),
      );
    const { gradient } = await step(flat);
    for (const { name, offset, size } of layout.learned) {
      const part = gradient.subarray(offset, offset + size);
      // A batch norm follows, so that a bias of a convolution changes nothing.
      if (/conv.*bias/.test(name)) expect(Math.hypot(...part), name).toBeLessThan(1e-4);
      if (!/(conv|norm)(1|4|13)\/(kernel|gamma|beta)|logits/.test(name)) continue;
      const f = async (at: Float32Array): Promise<number> => {
        const all = flat.slice();
        all.set(at, offset);
        return (await step(all)).loss;
      };
      const { numeric, analytic } = await slopes(f, part, flat.subarray(offset, offset + size), 3e-4, 8);
      expect(Math.abs(numeric - analytic), name).toBeLessThan(0.03 * analytic + 2e-3);
    }
  }, 90_000);
});
