import * as tf from '@tensorflow/tfjs-core';
import { pool1d } from './pool.ts';

/** Stands for −∞, which engines do not accept as padding. */
const LOWEST = -3e38;

/** Settings of Han et al.'s pooling, named as in a Layers file. */
export const DILATED_POOLING = { pool_size: 2, strides: 2, dilation_rate: 2, padding: 1 };

/**
 * Han et al.'s pooling of x (batch, 1, time, channels): window 2, stride 2, dilation 2, one −∞ on each side, so that
 * out[i] = max(x[2i − 1], x[2i + 1]) and half of the samples are ignored. The first of equal values gets the gradient.
 */
export function dilatedMaxPool1d(x: tf.Tensor4D): tf.Tensor4D {
  const [batch, , time, channels] = x.shape;
  const pairs = Math.floor(time / 2);
  const whole = time === 2 * pairs ? x : tf.slice(x, [0, 0, 0, 0], [batch, 1, 2 * pairs, channels]);
  const table = tf.reshape(whole, [batch, pairs, 2, channels]);
  const odd = tf.reshape(tf.slice(table, [0, 0, 1, 0], [batch, pairs, 1, channels]), [batch, 1, pairs, channels]);
  // With an odd length, half of the last window lies beyond the end.
  const padded = tf.pad(
    odd,
    [
      [0, 0],
      [0, 0],
      [1, time - 2 * pairs],
      [0, 0],
    ],
    LOWEST,
  ) as tf.Tensor4D;
  return pool1d(padded, { kind: 'max', size: 2, stride: 1, padding: 'valid' });
}
