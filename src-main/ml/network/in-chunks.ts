import * as tf from '@tensorflow/tfjs-core';
import type { LogitsOf } from './predict.ts';

/**
 * How many numbers a forward pass may have between its layers: about 200 MB with their gradients and copies. Twice as
 * many save a tenth of the time, and every core has a process of its own.
 */
export const ACTIVATIONS_AT_ONCE = 1.2e7;

/**
 * The same function, computed on as many signals at a time as memory allows for what passes between its layers. A
 * gradient computes each chunk's layers again: a third more work, where memory would not suffice at all.
 */
export function inChunks(logitsOf: LogitsOf, rowsAtOnce: (samples: number) => number): LogitsOf {
  return (x) => {
    const [rows, samples] = x.shape;
    const size = rowsAtOnce(samples);
    if (rows <= size) return tf.tidy(() => logitsOf(x));
    const starts = Array.from({ length: Math.ceil(rows / size) }, (_, i) => i * size);
    const chunk = (all: tf.Tensor2D, start: number): tf.Tensor2D =>
      tf.slice(all, [start, 0], [Math.min(size, rows - start), -1]);
    return tf.customGrad((input, save) => {
      const whole = input as tf.Tensor2D;
      const value = tf.concat(starts.map((start) => tf.tidy(() => logitsOf(chunk(whole, start)))));
      (save as tf.GradSaveFunc)([whole]);
      const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor =>
        tf.concat(
          starts.map((start) => {
            const weighted = (v: tf.Tensor): tf.Tensor =>
              tf.sum(tf.mul(logitsOf(v as tf.Tensor2D), chunk(dy as tf.Tensor2D, start)));
            return onOwnTape(() => tf.grad(weighted)(chunk(saved[0] as tf.Tensor2D, start)));
          }),
        );
      return { value, gradFunc };
    })(x) as tf.Tensor2D;
  };
}

/** A gradient within a gradient. TF.js would throw away what the outer one has yet to free. */
function onOwnTape<T extends tf.Tensor>(work: () => T): T {
  const { state } = tf.engine();
  const outer = state.activeTape;
  try {
    return tf.tidy(work);
  } finally {
    state.activeTape = outer;
  }
}
