import * as tf from '@tensorflow/tfjs-core';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import type { ForeignModel } from '../../../src-main/ml/foreign/foreign-model.ts';
import { openOnnx } from '../../../src-main/ml/onnx/open-onnx.ts';

// What onnxruntime gives for graphs of one or a few operators: test/golden/onnx/operators.py.

interface Case {
  /** A file in base64; its input's shape, filled with `pattern`; its output. */
  model: string;
  x: number[];
  y: { shape: number[]; values: number[] };
}

const path = join(import.meta.dirname, '../../golden/onnx/operators.json');
const cases = Object.entries(JSON.parse(readFileSync(path, 'utf8')) as Record<string, Case>);
const engine = await openEngine();

function pattern(shape: number[], seed = 1): tf.Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, (_, i) => Math.sin(seed + 1.7 * i + 0.013 * i * i)),
    shape,
  );
}

/** A different weight for every output, summed in double precision. */
const weightOf = (i: number): number => Math.sin(1 + 2.3 * i);
const weighed = (y: ArrayLike<number>): number => Array.from(y).reduce((sum, v, i) => sum + v * weightOf(i), 0);

/** Largest error of the derivative along some directions, relative to the gradient's length. */
function slopeError(model: ForeignModel, x: tf.Tensor): number {
  const step = 2e-3;
  const gradient = tf.tidy(() =>
    tf
      .grad((v) => {
        const y = model.run(v);
        return tf.sum(
          tf.mul(
            y,
            tf.tensor(
              Float32Array.from({ length: y.size }, (_, i) => weightOf(i)),
              y.shape,
            ),
          ),
        );
      })(x)
      .dataSync(),
  );
  const at = (direction: tf.Tensor, by: number): number =>
    weighed(tf.tidy(() => model.run(tf.add(x, tf.mul(direction, by))).dataSync()));
  // A function that is flat everywhere has no length to compare with.
  const length = Math.hypot(...gradient) || 1;
  const errors = [2, 3, 4, 5].map((seed) => {
    const direction = pattern(x.shape, seed);
    const values = Array.from(direction.dataSync());
    const analytic = values.reduce((sum, d, i) => sum + d * (gradient[i] as number), 0);
    const numeric = (at(direction, step) - at(direction, -step)) / (2 * step);
    return Math.abs(numeric - analytic) / (length * Math.hypot(...values));
  });
  return Math.max(...errors);
}

describe(`ONNX operators as onnxruntime computes them, with their gradients (${engine.version})`, () => {
  it.each(cases)('%s', async (_name, { model: file, x: shape, y }) => {
    const model = await openOnnx(Buffer.from(file, 'base64'));
    const x = pattern(shape);
    const result = model.run(x);
    expect(result.shape).toEqual(y.shape);
    const largest = Math.max(1, ...y.values.map(Math.abs));
    const values = result.dataSync();
    const error = Math.max(...y.values.map((value, i) => Math.abs(value - (values[i] as number)))) / largest;
    expect(error).toBeLessThan(1e-5);
    expect(slopeError(model, x)).toBeLessThan(3e-3);
    model.dispose();
  });
});
