import * as tf from '@tensorflow/tfjs-core';

/** Zeros before and after x (batch, 1, time, channels) in time. */
export function zeroPad1d(x: tf.Tensor4D, front: number, back: number): tf.Tensor4D {
  return tf.pad(x, [
    [0, 0],
    [0, 0],
    [front, back],
    [0, 0],
  ]);
}

/**
 * x (batch, 1, time, channels) at exactly `length` samples: a shorter one centred in zeros (the smaller half in front),
 * a longer one cut to its first samples.
 */
export function fitLength1d(x: tf.Tensor4D, length: number): tf.Tensor4D {
  const [batch, , time, channels] = x.shape;
  if (time === length) return x;
  if (time > length) return tf.slice(x, [0, 0, 0, 0], [batch, 1, length, channels]);
  const front = Math.floor((length - time) / 2);
  return zeroPad1d(x, front, length - time - front);
}
