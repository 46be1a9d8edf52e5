import * as tf from '@tensorflow/tfjs-core';

/** The weight c (batch, 1) of fooling against smoothness, and the bounds between which it is sought. */
export interface Weights {
  c: tf.Tensor2D;
  /** The largest c that was too small; 0 if none was. */
  low: tf.Tensor2D;
  /** The smallest c that fooled; ∞ if none did. */
  high: tf.Tensor2D;
}

/** Until it has fooled once, c grows by this factor each time. */
const GROWTH = 10;

/** The binary search of Carlini and Wagner 2017, per record: `reached` (batch, 1) is 1 where c was enough. */
export function nextWeights({ c, low, high }: Weights, reached: tf.Tensor2D): Weights {
  const enough = tf.cast(reached, 'bool');
  const next = { low: tf.where(enough, low, c), high: tf.where(enough, c, high) };
  const middle: tf.Tensor2D = tf.mul(0.5, tf.add(next.low, next.high));
  return { ...next, c: tf.where(tf.equal(next.high, Infinity), tf.mul<tf.Tensor2D>(GROWTH, c), middle) };
}
