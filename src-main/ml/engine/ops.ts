import * as tf from '@tensorflow/tfjs-core';
import { filterGradient, type PlainConvShape } from './filter-gradient.ts';
import { nativeKernels } from './native-kernels.ts';

// Activations are (batch, 1, time, channels): with time on the inner spatial axis TensorFlow's filter gradient is
// two to three times faster than with time on the outer one.

export interface ConvShape {
  stride: number;
  dilation: number;
  padding: 'same' | 'valid';
}

/** ReLU whose gradient is one kernel on native TensorFlow. */
export function relu(x: tf.Tensor4D): tf.Tensor4D {
  return tf.customGrad((input, save) => {
    const y = tf.relu(input as tf.Tensor4D);
    (save as tf.GradSaveFunc)([y]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor =>
      reluGradient(dy as tf.Tensor4D, saved[0] as tf.Tensor4D);
    return { value: y, gradFunc };
  })(x) as tf.Tensor4D;
}

/** dy where y > 0, else 0. */
function reluGradient(dy: tf.Tensor4D, y: tf.Tensor4D): tf.Tensor4D {
  return nativeKernels()?.reluGrad(dy, y) ?? tf.mul(dy, tf.step(y));
}

/**
 * 1-D convolution of x (batch, 1, time, in) with kernel (1, width, in, out). With dilation, time is folded into the
 * outer axis, because engines have no gradient of dilated convolutions; the result is exactly the same.
 */
export function conv1d(x: tf.Tensor4D, kernel: tf.Tensor4D, shape: ConvShape): tf.Tensor4D {
  if (shape.dilation > 1) return dilatedConv1d(x, kernel, shape);
  return plainConv(x, kernel, shape);
}

/** Without dilation; x (batch, rows, time, in), rows on their own. */
function plainConv(x: tf.Tensor4D, kernel: tf.Tensor4D, shape: PlainConvShape): tf.Tensor4D {
  if (nativeKernels() !== undefined) return tf.conv2d(x, kernel, [1, shape.stride], shape.padding);
  return tf.customGrad((...args) => {
    const [input, filter, save] = args as unknown as [tf.Tensor4D, tf.Tensor4D, tf.GradSaveFunc];
    save([input, filter]);
    const attributes = { strides: [1, shape.stride], pad: shape.padding, dataFormat: 'NHWC', inputShape: x.shape };
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => [
      tf.engine().runKernel(tf.Conv2DBackpropInput, { dy, filter: saved[1] as tf.Tensor }, attributes),
      filterGradient(saved[0] as tf.Tensor4D, dy as tf.Tensor4D, kernel.shape[1], shape),
    ];
    return { value: tf.conv2d(input, filter, [1, shape.stride], shape.padding), gradFunc };
  })(x, kernel) as tf.Tensor4D;
}

function dilatedConv1d(x: tf.Tensor4D, kernel: tf.Tensor4D, shape: ConvShape): tf.Tensor4D {
  const [batch, , time, channels] = x.shape;
  const d = shape.dilation;
  const width = kernel.shape[1];
  const reach = (width - 1) * d;
  // TensorFlow's "same": the smaller half in front.
  const total = shape.padding === 'same' ? reach : 0;
  const front = Math.floor(total / 2);
  const length = time + total;
  const rest = (d - (length % d)) % d;
  const padded = tf.pad(x, [
    [0, 0],
    [0, 0],
    [front, total - front + rest],
    [0, 0],
  ]);
  const rows = (length + rest) / d;
  // Phase by phase: (batch, rows, d, channels) → (batch, d, rows, channels), an undilated convolution along rows.
  const phases = tf.transpose(tf.reshape(padded, [batch, rows, d, channels]), [0, 2, 1, 3]) as tf.Tensor4D;
  const y = plainConv(phases, kernel, { stride: 1, padding: 'valid' });
  const outRows = rows - width + 1;
  const out = tf.reshape(tf.transpose(y, [0, 2, 1, 3]), [batch, 1, outRows * d, y.shape[3]]) as tf.Tensor4D;
  return tf.slice(out, [0, 0, 0, 0], [batch, 1, length - reach, y.shape[3]]);
}

/**
 * A trained convolution with its bias and ReLU in one step, of which only the gradient with respect to the signal is
 * needed.
 */
export function frozenConv1d(
  x: tf.Tensor4D,
  kernel: tf.Tensor4D,
  bias: tf.Tensor1D | undefined,
  withRelu: boolean,
  shape: ConvShape,
): tf.Tensor4D {
  if (shape.dilation > 1) {
    const y = dilatedConv1d(x, kernel, shape);
    const shifted = bias === undefined ? y : tf.add<tf.Tensor4D>(y, bias);
    return withRelu ? relu(shifted) : shifted;
  }
  const attributes = { strides: [1, shape.stride], pad: shape.padding, dataFormat: 'NHWC' };
  return tf.customGrad((input, save) => {
    const inputs = { x: input as tf.Tensor, filter: kernel, bias: bias as tf.Tensor };
    const fused = { ...attributes, dilations: [1, 1], activation: withRelu ? 'relu' : 'linear', leakyreluAlpha: 0 };
    const y: tf.Tensor4D =
      bias === undefined && !withRelu
        ? tf.conv2d(input as tf.Tensor4D, kernel, [1, shape.stride], shape.padding)
        : tf.engine().runKernel(tf.FusedConv2D, inputs, fused);
    (save as tf.GradSaveFunc)([kernel, y]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor => {
      const before = withRelu ? reluGradient(dy as tf.Tensor4D, saved[1] as tf.Tensor4D) : dy;
      return tf
        .engine()
        .runKernel(
          tf.Conv2DBackpropInput,
          { dy: before, filter: saved[0] as tf.Tensor },
          { ...attributes, inputShape: x.shape },
        );
    };
    return { value: y, gradFunc };
  })(x) as tf.Tensor4D;
}

/** A convolution with a gradient only with respect to its kernel: the first layer needs none of its input. */
export function conv1dOfData(x: tf.Tensor4D, kernel: tf.Tensor4D, shape: ConvShape): tf.Tensor4D {
  if (shape.dilation > 1) return conv1d(x, kernel, shape);
  return tf.customGrad((filter, save) => {
    const y = tf.conv2d(x, filter as tf.Tensor4D, [1, shape.stride], shape.padding);
    (save as tf.GradSaveFunc)([x]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor =>
      filterGradient(saved[0] as tf.Tensor4D, dy as tf.Tensor4D, kernel.shape[1], shape);
    return { value: y, gradFunc };
  })(kernel) as tf.Tensor4D;
}

/** Batch norm with the statistics of this batch; `onStatistics` receives them, the variance unbiased. */
export function batchNormOfBatch(
  x: tf.Tensor4D,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
  epsilon: number,
  onStatistics: (mean: tf.Tensor1D, variance: tf.Tensor1D) => void,
): tf.Tensor4D {
  const native = nativeKernels();
  if (native === undefined) return batchNormInSteps(x, gamma, beta, epsilon, onStatistics);
  return tf.customGrad((...args) => {
    const [input, g, b, save] = args as unknown as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D, tf.GradSaveFunc];
    const { y, mean, variance, reserve } = native.batchNorm(input, g, b, epsilon);
    onStatistics(mean, variance);
    save([input, g, ...reserve]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] =>
      native.batchNormGrad(
        dy as tf.Tensor4D,
        saved[0] as tf.Tensor4D,
        saved[1] as tf.Tensor1D,
        saved.slice(2),
        epsilon,
      );
    return { value: y, gradFunc };
  })(x, gamma, beta) as tf.Tensor4D;
}

/** The same from operations that every engine has (Ioffe & Szegedy 2015). */
function batchNormInSteps(
  x: tf.Tensor4D,
  gamma: tf.Tensor1D,
  beta: tf.Tensor1D,
  epsilon: number,
  onStatistics: (mean: tf.Tensor1D, variance: tf.Tensor1D) => void,
): tf.Tensor4D {
  const [batch, rows, time] = x.shape;
  const count = batch * rows * time;
  const axes = [0, 1, 2];
  return tf.customGrad((...args) => {
    const [input, g, b, save] = args as unknown as [tf.Tensor4D, tf.Tensor1D, tf.Tensor1D, tf.GradSaveFunc];
    const mean = tf.mean<tf.Tensor1D>(input, axes);
    const centred = tf.sub(input, mean);
    const variance = tf.mean<tf.Tensor1D>(tf.square(centred), axes);
    onStatistics(mean, tf.mul(variance, count / Math.max(1, count - 1)));
    const scale = tf.rsqrt(tf.add(variance, epsilon));
    const normal = tf.mul(centred, scale);
    save([normal, tf.mul(g, scale)]);
    const gradFunc = (dy: tf.Tensor, saved: tf.Tensor[]): tf.Tensor[] => {
      const [unit, slope] = saved as [tf.Tensor, tf.Tensor];
      const dGamma = tf.sum(tf.mul(dy, unit), axes);
      const dBeta = tf.sum(dy, axes);
      const common = tf.add(tf.mul(unit, tf.div(dGamma, count)), tf.div(dBeta, count));
      return [tf.mul(tf.sub(dy, common), slope), dGamma, dBeta];
    };
    return { value: tf.add(tf.mul(normal, g), b) as tf.Tensor4D, gradFunc };
  })(x, gamma, beta) as tf.Tensor4D;
}
