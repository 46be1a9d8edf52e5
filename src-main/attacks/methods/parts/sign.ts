import * as tf from '@tensorflow/tfjs-core';

// Finite, and even its product with the smallest normal single-precision number is above 1.
const STEEP = 3e38;

/**
 * −1, 0 or 1 for every sample of v (batch, samples), exactly: the sign kernel of the WASM engine takes everything
 * within ±1e-7 for 0, where the gradients of a confident classifier lie.
 */
export function sign(v: tf.Tensor2D): tf.Tensor2D {
  return tf.clipByValue(tf.mul(v, STEEP), -1, 1);
}
