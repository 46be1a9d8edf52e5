import * as tf from '@tensorflow/tfjs-core';

/** A linear map of (batch, samples) signals onto signals of the same shape. */
export type SignalMap = (v: tf.Tensor2D) => tf.Tensor2D;

/**
 * v ⊗ kernel for every row: the zero-padded "same" convolution of (batch, samples) with an odd number of taps.
 * Convolution here is correlation, as in every deep-learning library; for a symmetric kernel the two are the same, and
 * the map is its own adjoint: ∇_θ ℓ(x + K⊗θ) = K ⊗ ∇ₓℓ, which is how SAP's gradient is computed.
 */
export function smooth(v: tf.Tensor2D, kernel: Float64Array): tf.Tensor2D {
  const [batch, samples] = v.shape;
  return tf.tidy(() => {
    const taps = tf.tensor4d(Float32Array.from(kernel), [kernel.length, 1, 1, 1]);
    const signals: tf.Tensor4D = tf.reshape(v, [batch, samples, 1, 1]);
    return tf.reshape(tf.conv2d(signals, taps, 1, 'same'), [batch, samples]);
  });
}
