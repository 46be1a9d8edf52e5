import * as tf from '@tensorflow/tfjs-core';

/** The nearest point of the L∞ ball: every sample of δ (batch, samples) held within ±ε ADC units. */
export function project(delta: tf.Tensor2D, epsilonUnits: number): tf.Tensor2D {
  return tf.clipByValue(delta, -epsilonUnits, epsilonUnits);
}
