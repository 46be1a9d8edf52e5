import * as tf from '@tensorflow/tfjs-core';
import * as layers from '@tensorflow/tfjs-layers';
import { expect, it } from 'vitest';
import { makeClassifier } from '../../../src-main/ml/network/classifier.ts';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import { parseGraph } from '../../../src-main/ml/network/graph.ts';
import { modelSize } from '../../../src-main/ml/network/model-size.ts';
import type { ModelData } from '../../../src-main/ml/files/model-files.ts';
import { gradientError } from './numeric-gradient.ts';
import { someSignal } from './small-model.ts';

await openEngine();
const { layers: make } = layers;

/** A model of somebody else's, with weights that are nothing special. */
function dataOf(model: layers.LayersModel): ModelData {
  model.weights.forEach((weight, place) => {
    const positive = /gamma|variance/.test(weight.originalName);
    const values = Float32Array.from(
      { length: (weight.shape as number[]).reduce((a, b) => a * b, 1) },
      (_, i) => (positive ? 1 : 0) + 0.5 * Math.sin(place + 1.9 * i),
    );
    weight.write(tf.tensor(values, weight.shape as number[]));
  });
  return {
    topology: JSON.parse(model.toJSON(undefined, true) as unknown as string) as object,
    weights: model.weights.map((weight) => ({
      name: weight.originalName,
      shape: weight.shape as number[],
      values: weight.read().dataSync<'float32'>(),
    })),
  };
}

function expectSameLogits(model: layers.LayersModel, data: ModelData): void {
  const classifier = makeClassifier(data);
  const x = tf.div<tf.Tensor2D>(tf.tensor2d(someSignal(2 * 150, 1), [2, 150]), 100);
  const expected = Array.from((model.predict(tf.expandDims(x, 2)) as tf.Tensor).dataSync());
  const logits = Array.from(classifier.logits(x).dataSync());
  expect(Math.max(...expected.map(Math.abs))).toBeGreaterThan(0.05);
  expected.forEach((value, i) => expect(logits[i]).toBeCloseTo(value, 4));
  const score = (v: tf.Tensor): tf.Scalar => tf.sum(tf.square(classifier.logits(v as tf.Tensor2D)));
  const short = tf.slice(x, [0, 0], [1, 50]);
  expect(gradientError(score, short, 1e-3)).toBeLessThan(0.03);
  classifier.dispose();
}

it('a functional model of every supported layer gives the logits of TF.js Layers, and their gradient', () => {
  const input = layers.input({ shape: [null, 1] });
  type Symbolic = layers.SymbolicTensor;
  const scaled = make.rescaling({ scale: 0.5, offset: 0.1 }).apply(input) as Symbolic;
  const normed = make.batchNormalization({}).apply(scaled) as Symbolic;
  const strided = make.conv1d({ filters: 4, kernelSize: 5, strides: 2, activation: 'relu' }).apply(normed) as Symbolic;
  const dilated = make
    .conv1d({ filters: 4, kernelSize: 3, dilationRate: 2, padding: 'same' })
    .apply(strided) as Symbolic;
  const active = make.activation({ activation: 'relu' }).apply(make.batchNormalization({}).apply(dilated)) as Symbolic;
  const sum = make.add().apply([active, strided]) as Symbolic;
  const left = make.maxPooling1d({ poolSize: 3, strides: 2, padding: 'same' }).apply(sum) as Symbolic;
  const right = make.averagePooling1d({ poolSize: 2, padding: 'same' }).apply(sum) as Symbolic;
  const both = make.concatenate().apply([left, right]) as Symbolic;
  const pooled = make
    .concatenate()
    .apply([
      make.globalAveragePooling1d().apply(both) as Symbolic,
      make.globalMaxPooling1d({}).apply(both) as Symbolic,
    ]) as Symbolic;
  const hidden = make
    .dense({ units: 5, activation: 'relu' })
    .apply(make.dropout({ rate: 0.5 }).apply(pooled)) as Symbolic;
  const output = make.dense({ units: 4 }).apply(hidden) as Symbolic;
  const model = layers.model({ inputs: input, outputs: output });
  expectSameLogits(model, dataOf(model));
});

it('so does a sequential one, whose batch norm stands between convolution and ReLU', () => {
  const model = layers.sequential({
    layers: [
      make.conv1d({ inputShape: [null, 1], filters: 3, kernelSize: 4, padding: 'same' }),
      make.batchNormalization({ epsilon: 0.01 }),
      make.reLU(),
      make.averagePooling1d({ poolSize: 3, strides: 1 }),
      make.globalAveragePooling1d({}),
      make.dense({ units: 3, useBias: false }),
    ],
  });
  const data = dataOf(model);
  expectSameLogits(model, data);
  // 150 · 4 · 3 of the convolution and 3 · 3 of the dense layer.
  // One signal, three channels of 150 three times and of 148 once, and three numbers twice.
  const activations = 150 + 3 * 450 + 444 + 6;
  const size = modelSize(parseGraph(data.topology), data.weights, 150);
  expect(size).toEqual({ parameters: 4 * 3 + 3 + 2 * 3 + 9, gigaMacs: (150 * 12 + 9) / 1e9, activations });
});
