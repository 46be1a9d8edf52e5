import * as tf from '@tensorflow/tfjs-core';

/** The rows of `yes` (batch, samples) where the condition (batch, 1) holds, else those of `no`. */
export function pick(condition: tf.Tensor2D, yes: tf.Tensor2D, no: tf.Tensor2D): tf.Tensor2D {
  return tf.where(tf.tile(condition, [1, yes.shape[1]]), yes, no);
}
