import * as tf from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { openEngine } from '../../../src-main/ml/engine/engine.ts';
import { batchNormOfBatch, conv1d, conv1dOfData, frozenConv1d, relu } from '../../../src-main/ml/engine/ops.ts';
import { globalMax, pool1d } from '../../../src-main/ml/engine/pool.ts';
import { gradientError } from './numeric-gradient.ts';

const engine = await openEngine();
const native = engine.name === 'native';

/** A fixed weighted sum, so that every output matters differently. */
function weigh(y: tf.Tensor): tf.Scalar {
  const weights = Float32Array.from({ length: y.size }, (_, i) => Math.sin(1 + 2.3 * i));
  return tf.sum(tf.mul(y, tf.tensor(weights, y.shape)));
}

const pattern = (shape: [number, number, number, number], seed: number): tf.Tensor4D => {
  const size = shape.reduce((a, b) => a * b, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, (_, i) => Math.sin(seed + 1.7 * i + 0.013 * i * i)),
    shape,
  );
};

describe(`gradients agree with numeric ones (${engine.version})`, () => {
  beforeAll(() => openEngine());

  it('of a convolution, by signal and by kernel, with stride and with dilation', () => {
    const x = pattern([1, 1, 9, 2], 1);
    const kernel = pattern([1, 3, 2, 3], 2);
    const shapes = [
      { stride: 1, dilation: 1, padding: 'same' },
      { stride: 2, dilation: 1, padding: 'same' },
      { stride: 3, dilation: 1, padding: 'valid' },
      { stride: 1, dilation: 2, padding: 'same' },
      { stride: 1, dilation: 3, padding: 'valid' },
    ] as const;
    for (const shape of shapes) {
      const bias = tf.tensor1d([0.1, -0.2, 0.3]);
      expect(gradientError((v) => weigh(conv1d(v as tf.Tensor4D, kernel, shape)), x, 0.1)).toBeLessThan(1e-3);
      for (const withRelu of [false, true]) {
        const frozen = (v: tf.Tensor): tf.Scalar =>
          weigh(frozenConv1d(v as tf.Tensor4D, kernel, bias, withRelu, shape));
        expect(gradientError(frozen, x, withRelu ? 1e-3 : 0.1)).toBeLessThan(withRelu ? 0.02 : 1e-3);
      }
      if (!native) continue;
      expect(gradientError((v) => weigh(conv1d(x, v as tf.Tensor4D, shape)), kernel, 0.1)).toBeLessThan(1e-3);
      expect(gradientError((v) => weigh(conv1dOfData(x, v as tf.Tensor4D, shape)), kernel, 0.1)).toBeLessThan(1e-3);
    }
  });

  it('of ReLU, away from its corner', () => {
    const x = tf.tensor4d([-2, -0.5, 0.5, 3, 1, -1], [1, 1, 3, 2]);
    expect(gradientError((v) => weigh(relu(v as tf.Tensor4D)), x, 0.1)).toBeLessThan(1e-3);
  });

  it('of pooling and of the largest value over time', () => {
    const x = pattern([2, 1, 9, 3], 3);
    const windows = [
      { size: 2, stride: 2 },
      { size: 3, stride: 2 },
      { size: 2, stride: 3 },
    ];
    for (const kind of ['max', 'avg'] as const) {
      for (const padding of ['same', 'valid'] as const) {
        for (const window of windows) {
          const pooled = (v: tf.Tensor): tf.Scalar => weigh(pool1d(v as tf.Tensor4D, { kind, padding, ...window }));
          expect(gradientError(pooled, x, 1e-3)).toBeLessThan(1e-2);
        }
      }
    }
    expect(gradientError((v) => weigh(globalMax(v as tf.Tensor4D)), x, 1e-3)).toBeLessThan(1e-2);
  });

  it.runIf(native)('of batch norm by the batch, by signal, scale and shift', () => {
    const x = pattern([2, 1, 6, 3], 4);
    const gamma = tf.tensor1d([1, 0.5, 2]);
    const beta = tf.tensor1d([0, 1, -1]);
    const norm = (a: tf.Tensor, g: tf.Tensor, b: tf.Tensor): tf.Scalar =>
      weigh(batchNormOfBatch(a as tf.Tensor4D, g as tf.Tensor1D, b as tf.Tensor1D, 1e-3, () => undefined));
    expect(gradientError((v) => norm(v, gamma, beta), x, 0.02)).toBeLessThan(5e-3);
    expect(gradientError((v) => norm(x, v, beta), gamma, 0.1)).toBeLessThan(1e-3);
    expect(gradientError((v) => norm(x, gamma, v), beta, 0.1)).toBeLessThan(1e-3);
  });
});

it('a dilated convolution equals the direct sum, also for even kernels and odd lengths', () => {
  const signal = [1, -2, 3, 5, -1, 4, 2];
  const kernel = [0.5, -1, 2, 3];
  const dilation = 2;
  // TensorFlow's "same": 6 zeros in all, 3 in front.
  const expected = signal.map((_, t) => kernel.reduce((sum, w, k) => sum + w * (signal[t + k * dilation - 3] ?? 0), 0));
  const y = conv1d(tf.tensor4d(signal, [1, 1, 7, 1]), tf.tensor4d(kernel, [1, 4, 1, 1]), {
    stride: 1,
    dilation,
    padding: 'same',
  });
  expect(Array.from(y.dataSync())).toEqual(expected);
});

it('pooling agrees with windows worked out by hand, the last one cut short by padding', () => {
  const x = tf.tensor4d([-3, -1, 4, 2, -5], [1, 1, 5, 1]);
  const pooled = (kind: 'max' | 'avg', padding: 'same' | 'valid', size = 2, stride = 2): number[] =>
    Array.from(pool1d(x, { kind, padding, size, stride }).dataSync());
  expect(pooled('max', 'same')).toEqual([-1, 4, -5]);
  expect(pooled('max', 'valid')).toEqual([-1, 4]);
  expect(pooled('avg', 'same')).toEqual([-2, 3, -5]);
  expect(pooled('avg', 'valid', 3, 1)).toEqual([0, 1.6666666269302368, 0.3333333432674408]);
});
