import * as tf from '@tensorflow/tfjs-core';

/** What test/golden/onnx fills inputs with. */
export function pattern(shape: number[], seed = 1): tf.Tensor {
  const size = shape.reduce((a, b) => a * b, 1);
  return tf.tensor(
    Float32Array.from({ length: size }, (_, i) => Math.sin(seed + 1.7 * i + 0.013 * i * i)),
    shape,
  );
}

/** A different weight for every output, summed in double precision. */
const weightOf = (i: number): number => Math.sin(1 + 2.3 * i);
const weighed = (y: ArrayLike<number>): number => Array.from(y).reduce((sum, v, i) => sum + v * weightOf(i), 0);

/** Largest error of f's derivative along some directions, relative to the gradient's length; all outputs count. */
export function slopeError(f: (x: tf.Tensor) => tf.Tensor, x: tf.Tensor): number {
  const step = 2e-3;
  const gradient = tf.tidy(() =>
    tf
      .grad((v) => {
        const y = f(v);
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
    weighed(tf.tidy(() => f(tf.add(x, tf.mul(direction, by))).dataSync()));
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
