import * as tf from '@tensorflow/tfjs-core';
import { maxOfPairs } from './max-of-pairs.ts';
import { nativeKernels } from './native-kernels.ts';

export type Pooling = 'max' | 'avg';

export interface PoolShape {
  kind: Pooling;
  size: number;
  stride: number;
  padding: 'same' | 'valid';
}

/**
 * Pools x (batch, 1, time, channels) over time. The gradient of a maximum goes to the first of equal values. Padding is
 * ignored, also in averages.
 */
export function pool1d(x: tf.Tensor4D, shape: PoolShape): tf.Tensor4D {
  const { kind, size, stride, padding } = shape;
  // The WASM engine's own gradients are wrong: maxima below zero get none, averages at a padded end get half.
  if (nativeKernels() === undefined) return poolBySlices(x, shape);
  if (kind === 'max' && size === 2 && stride === 2) return maxOfPairs(x, padding);
  return kind === 'max'
    ? tf.maxPool(x, [1, size], [1, stride], padding)
    : tf.avgPool(x, [1, size], [1, stride], padding);
}

/** The same from operations whose gradients are right on every engine: one slice for each position in the window. */
function poolBySlices(x: tf.Tensor4D, { kind, size, stride, padding }: PoolShape): tf.Tensor4D {
  const [batch, , time, channels] = x.shape;
  const count = padding === 'same' ? Math.ceil(time / stride) : Math.floor((time - size) / stride) + 1;
  const missing = padding === 'same' ? Math.max(0, (count - 1) * stride + size - time) : 0;
  const front = Math.floor(missing / 2);
  const blocks = count + Math.ceil(size / stride);
  const kept = Math.min(time, blocks * stride - front);
  const back = blocks * stride - front - kept;
  const part = kept === time ? x : tf.slice(x, [0, 0, 0, 0], [batch, 1, kept, channels]);
  const padded = tf.pad(
    part,
    [
      [0, 0],
      [0, 0],
      [front, back],
      [0, 0],
    ],
    kind === 'max' ? -3e38 : 0,
  );
  const table = tf.reshape(padded, [batch, blocks, stride, channels]);
  const slices = Array.from({ length: size }, (_, k) =>
    tf.slice(table, [0, Math.floor(k / stride), k % stride, 0], [batch, count, 1, channels]),
  );
  const join = kind === 'max' ? tf.maximum<tf.Tensor> : tf.add<tf.Tensor>;
  const joined = slices.reduce((sum, slice) => join(sum, slice) as typeof slice);
  const pooled = tf.reshape(joined, [batch, 1, count, channels]) as tf.Tensor4D;
  return kind === 'max' ? pooled : tf.div(pooled, windowSizes(count, time, front, size, stride));
}

/** How many samples of the signal each window holds, (1, 1, count, 1). */
function windowSizes(count: number, time: number, front: number, size: number, stride: number): tf.Tensor4D {
  const sizes = Array.from({ length: count }, (_, i) => {
    const start = i * stride - front;
    return Math.min(time, start + size) - Math.max(0, start);
  });
  return tf.tensor4d(sizes, [1, 1, count, 1]);
}

/** Largest value over time, (batch, channels); its gradient goes to the first of equal values. */
export function globalMax(x: tf.Tensor4D): tf.Tensor2D {
  const [batch, , time, channels] = x.shape;
  if (nativeKernels() !== undefined) return tf.reshape(tf.maxPool(x, [1, time], 1, 'valid'), [batch, channels]);
  return tf.customGrad((input, save) => {
    const indices = tf.argMax(input as tf.Tensor4D, 2);
    (save as tf.GradSaveFunc)([indices]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor => {
      const chosen = tf.reshape(saved[0] as tf.Tensor, [batch, 1, 1, channels]);
      const isChosen = tf.equal(tf.reshape(tf.range(0, time, 1, 'int32'), [1, 1, time, 1]), chosen);
      return tf.mul(tf.cast(isChosen, 'float32'), tf.reshape(dy, [batch, 1, 1, channels]));
    };
    return { value: tf.max(input as tf.Tensor4D, [1, 2]), gradFunc };
  })(x) as tf.Tensor2D;
}
