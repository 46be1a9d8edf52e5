import * as tf from '@tensorflow/tfjs-core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import { openOnnx } from '../../../src-main/ml/onnx/open-onnx.ts';
import { gradientError } from './numeric-gradient.ts';

// Networks as PyTorch's two exporters and Keras write them: test/golden/onnx/networks.py.

interface Expected {
  /** Shape of the input, filled as below. */
  x: number[];
  y: { shape: number[]; values: number[] };
}

await openEngine();
const folder = join(import.meta.dirname, '../../golden/onnx');
const expected = JSON.parse(readFileSync(join(folder, 'networks.json'), 'utf8')) as Record<string, Expected[]>;
const translated = Object.keys(expected).filter((name) => !name.endsWith('lstm'));

function signals(shape: number[]): tf.Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, (_, i) => Math.sin(1 + 1.7 * i + 0.013 * i * i)),
    shape,
  );
}

const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] as number))));

it.each(translated)('%s gives what onnxruntime gives, with its gradient, and frees its weights', async (name) => {
  const before = tf.memory().numTensors;
  const model = await openOnnx(join(folder, `${name}.onnx`));
  for (const { x, y } of expected[name] as Expected[]) {
    const given = signals(x);
    const result = model.run(given);
    expect(result.shape).toEqual(y.shape);
    expect(model.output.shape).toHaveLength(y.shape.length);
    expect(largestDifference(result.dataSync(), y.values)).toBeLessThan(2e-6);
    const weighed = (v: tf.Tensor): tf.Scalar => tf.sum(tf.mul(model.scores(v), tf.tensor1d([1, -0.7, 0.4])));
    tf.tidy(() => {
      expect(gradientError(weighed, given, 2e-3)).toBeLessThan(0.02);
    });
    tf.dispose([given, result]);
  }
  model.dispose();
  expect(tf.memory().numTensors).toBe(before);
});

it('describes input, output and ending, and gives the scores before the last softmax', async () => {
  const model = await openOnnx(join(folder, 'torchscript-conv.onnx'));
  expect(model.input).toEqual({ name: 'ecg', shape: [null, 1, null] });
  expect(model.output).toEqual({ name: 'y', shape: [null, 3] });
  expect(model.ending).toBe('softmax');
  const x = signals([2, 1, 80]);
  const [scores, probabilities] = [model.scores(x), model.run(x)];
  expect(largestDifference(tf.softmax(scores).dataSync(), probabilities.dataSync())).toBeLessThan(1e-6);
  model.dispose();
  const linear = await openOnnx(join(folder, 'torchscript-attention.onnx'));
  expect(linear.ending).toBe('linear');
  linear.dispose();
});

it('names every operator that has no translation, for whoever goes on with a black box', async () => {
  const opened = openOnnx(join(folder, 'torchscript-lstm.onnx'));
  await expect(opened).rejects.toMatchObject({ code: 'unavailable', details: { operators: ['LSTM'] } });
  await expect(opened).rejects.toThrow(/LSTM/);
});

it('reads weights that lie beside the model, and says so where they do not', async () => {
  const bytes = readFileSync(join(folder, 'dynamo-beside.onnx'));
  await expect(openOnnx(bytes)).rejects.toThrow(/second file, 'dynamo-beside.onnx.data'/);
});
