import * as tf from '@tensorflow/tfjs-core';

/**
 * Largest difference between f's gradient by `x` and central differences, relative to the largest gradient. f must be
 * smooth within `step` of x.
 */
export function gradientError(f: (x: tf.Tensor) => tf.Scalar, x: tf.Tensor, step: number): number {
  const analytic = tf.tidy(() => tf.grad(f)(x)).dataSync();
  const values = x.dataSync();
  const at = (index: number, delta: number): number => {
    const moved = Float32Array.from(values);
    moved[index] = (moved[index] as number) + delta;
    return tf.tidy(() => f(tf.tensor(moved, x.shape)).dataSync()[0] as number);
  };
  const numeric = Array.from(values, (_, i) => (at(i, step) - at(i, -step)) / (2 * step));
  const largest = Math.max(...numeric.map(Math.abs));
  return Math.max(...numeric.map((value, i) => Math.abs(value - (analytic[i] as number)))) / largest;
}
