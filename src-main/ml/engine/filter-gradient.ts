import * as tf from '@tensorflow/tfjs-core';
import { nativeKernels } from './native-kernels.ts';

/** A convolution along time that is not dilated. */
export interface PlainConvShape {
  stride: number;
  padding: 'same' | 'valid';
}

/**
 * Gradient of a convolution of x (batch, rows, time, in) with respect to its kernel (1, width, in, out), given dy, the
 * one with respect to its result (batch, rows, out time, out).
 */
export function filterGradient(x: tf.Tensor4D, dy: tf.Tensor4D, width: number, shape: PlainConvShape): tf.Tensor4D {
  const [input, output] = [x.shape[3], dy.shape[3]];
  if (nativeKernels() === undefined) return asConvolution(x, dy, width, shape);
  return tf.engine().runKernel(
    tf.Conv2DBackpropFilter,
    { x, dy },
    {
      strides: [1, shape.stride],
      pad: shape.padding,
      dataFormat: 'NHWC',
      filterShape: [1, width, input, output],
    },
  );
}

/**
 * The WASM engine has no such kernel, but the gradient is itself a convolution: of x with dy, where channels and batch
 * are swapped and the stride becomes a dilation.
 */
function asConvolution(x: tf.Tensor4D, dy: tf.Tensor4D, width: number, shape: PlainConvShape): tf.Tensor4D {
  const [batch, rows, time, input] = x.shape;
  const [, , count, output] = dy.shape;
  const { stride } = shape;
  const needed = (count - 1) * stride + width;
  const front = shape.padding === 'same' ? Math.floor(Math.max(0, needed - time) / 2) : 0;
  const kept = Math.min(time, needed - front);
  const lines = tf.reshape(x, [batch * rows, time, input]);
  const padded = tf.pad(kept === time ? lines : tf.slice(lines, [0, 0, 0], [batch * rows, kept, input]), [
    [0, 0],
    [front, needed - front - kept],
    [0, 0],
  ]);
  const signals = tf.expandDims(tf.transpose(padded, [2, 1, 0]), 1) as tf.Tensor4D;
  const filters = tf.expandDims(tf.transpose(tf.reshape(dy, [batch * rows, count, output]), [1, 0, 2]), 0);
  const y = tf.conv2d(signals, filters as tf.Tensor4D, 1, 'valid', 'NHWC', [1, stride]);
  return tf.transpose(y, [1, 2, 0, 3]);
}
