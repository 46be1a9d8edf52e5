import * as tf from '@tensorflow/tfjs-core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import { openOnnx } from '../../../src-main/ml/onnx/open-onnx.ts';
import { pattern, slopeError } from './onnx-slope-error.ts';

// Networks as PyTorch's two exporters, Keras and JAX write them: test/golden/onnx/networks.py and jax_and_tensorflow.py.

interface Expected {
  /** Shape of the input, filled as below. */
  x: number[];
  y: { shape: number[]; values: number[] };
}

await openEngine();
const folder = join(import.meta.dirname, '../../golden/onnx');
const expected = JSON.parse(readFileSync(join(folder, 'networks.json'), 'utf8')) as Record<string, Expected[]>;
const translated = Object.keys(expected).filter((name) => !name.endsWith('lstm'));

const largestDifference = (a: ArrayLike<number>, b: ArrayLike<number>): number =>
  Math.max(...Array.from(a, (value, i) => Math.abs(value - (b[i] as number))));

it('counts the multiplications of convolutions in groups and with dilation, and of a layer', async () => {
  const model = await openOnnx(join(folder, 'torchscript-conv.onnx'));
  // 40 · 6 · 7 of the stem; of 40 and then of 20 samples 6 · 6 · 5 and, in six and two groups, 6 · 3 and 6 · 3 · 3; 12 · 3.
  expect(await model.multiplications?.(tf.zeros([1, 1, 80]))).toBe(1680 + 40 * (180 + 18) + 20 * (180 + 54) + 36);
  model.dispose();
});

it.each(translated)('%s gives what onnxruntime gives, with its gradient, and frees its weights', async (name) => {
  const before = tf.memory().numTensors;
  const model = await openOnnx(join(folder, `${name}.onnx`));
  for (const { x, y } of expected[name] as Expected[]) {
    const given = pattern(x);
    const result = model.run(given);
    expect(result.shape).toEqual(y.shape);
    expect(model.output.shape).toHaveLength(y.shape.length);
    expect(largestDifference(result.dataSync(), y.values)).toBeLessThan(2e-6);
    tf.tidy(() => {
      expect(slopeError((v) => model.scores(v), given)).toBeLessThan(0.01);
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
  const x = pattern([2, 1, 80]);
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
