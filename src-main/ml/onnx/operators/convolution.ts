import * as tf from '@tensorflow/tfjs-core';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { frozenConv1d, relu } from '../../engine/ops.ts';
import { zeroPad1d } from '../../engine/lengths.ts';
import { nativeKernels } from '../../engine/native-kernels.ts';
import { sizeOf, textOf } from '../values/shapes.ts';
import { Value } from '../values/value.ts';
import { need, notTranslated, type OperatorTable } from './operator.ts';
import { alongOneAxis, alongRows, alongTime, every, isTrivial, reachOf, windowsOf, type Window } from './windows.ts';

/** Weights (out, in of a group, [rows,] time) of a convolution, its bias, and whether a ReLU follows at once. */
interface Layer {
  weights: Value;
  bias: tf.Tensor1D | undefined;
  withRelu: boolean;
  groups: number;
}

/** An attribute that no file has: set where a ReLU was merged into the convolution. */
export const MERGED_RELU = 'merged relu';

export const CONVOLUTION: OperatorTable = {
  Conv(inputs, call) {
    const [x, weights] = [need(inputs, 0), need(inputs, 1)];
    if (!weights.isConstant || inputs[2]?.isConstant === false)
      throw notTranslated('A convolution whose weights depend on the record');
    const layer: Layer = {
      weights,
      bias: inputs[2]?.plain() as tf.Tensor1D | undefined,
      withRelu: call.has(MERGED_RELU),
      groups: call.number('group', 1),
    };
    check(x, layer);
    const sizes = weights.shape.slice(2);
    if (sizes.length > 2 && sizeOf(weights.shape.slice(0, 2)) === 1) {
      const y = alongOneAxis(x.plain(), { call, sizes }, (signal, window) => filtered(signal, layer, window));
      return Value.ofPlain(y);
    }
    const [rows, time] = windowsOf(call, sizes, x.shape.slice(2));
    return Value.ofLast(convolve(x.last(), layer, rows, time), x.rank);
  },
  ConvTranspose(inputs, call) {
    const [x, weights] = [need(inputs, 0), need(inputs, 1)];
    if (!weights.isConstant || inputs[2]?.isConstant === false)
      throw notTranslated('A transposed convolution whose weights depend on the record');
    const sizes = weights.shape.slice(2);
    const more = call.numbers('output_padding') ?? sizes.map(() => 0);
    if (call.has('output_shape') || call.text('auto_pad', 'NOTSET').startsWith('SAME'))
      throw notTranslated('A transposed convolution that is told its output instead of its padding');
    const [rows, time] = windowsOf(call, sizes, x.shape.slice(2));
    if (!isTrivial(rows)) throw notTranslated('A transposed convolution over rows');
    const groups = call.number('group', 1);
    const layer = {
      weights: turnedWeights(weights, groups),
      bias: inputs[2]?.plain() as tf.Tensor1D | undefined,
      withRelu: false,
      groups,
    };
    const y = alongTime(x.last(), (signal) => {
      const spread = spreadOut(signal, time.stride);
      const [front, back] = [reachOf(time) - 1 - time.front, reachOf(time) - 1 - time.back + (more.at(-1) ?? 0)];
      const from = Math.max(0, -front);
      const cut = every(spread, 2, from, spread.shape[2] - from - Math.max(0, -back), 1) as tf.Tensor4D;
      return convTime(cut, layer, { ...time, stride: 1, front: Math.max(0, front), back: Math.max(0, back) });
    });
    return Value.ofLast(y, x.rank);
  },
};

/** Every channel of (batch, 1, time, channels) through one filter: the sums of windows that JAX writes so. */
function filtered(x: tf.Tensor4D, { weights, bias, withRelu }: Layer, window: Window): tf.Tensor4D {
  const { size, stride, dilation, front, back } = window;
  const padded =
    front + back === 0
      ? x
      : tf.pad(x, [
          [0, 0],
          [0, 0],
          [front, back],
          [0, 0],
        ]);
  const count = Math.floor((padded.shape[2] - reachOf(window)) / stride) + 1;
  if (count < 1)
    throw new AppError('bad-input', `A window of ${reachOf(window)} samples does not fit into ${x.shape[2]}.`);
  const taps = tf.split(tf.reshape(weights.plain(), [size]), size);
  const slices = taps.map((tap, k) => tf.mul(every(padded, 2, k * dilation, count, stride), tap));
  const sum = slices.reduce((all, slice) => tf.add(all, slice)) as tf.Tensor4D;
  const y = bias === undefined ? sum : tf.add<tf.Tensor4D>(sum, bias);
  return withRelu ? relu(y) : y;
}

/** Weights (in, out of a group, [1,] time) of a transposed convolution as those of the convolution (out, in of a group, time). */
function turnedWeights(weights: Value, groups: number): Value {
  const [channels, outGroup, ...window] = weights.shape as [number, number, ...number[]];
  const width = sizeOf(window);
  if (channels % groups !== 0) throw new AppError('damaged', `${channels} channels in ${groups} groups.`);
  const turned = weights.derived(`transposed, ${groups} groups`, () =>
    tf.tidy(() => {
      const table = tf.reshape(weights.plain(), [groups, channels / groups, outGroup, width]);
      const filters = tf.reverse(tf.transpose(table, [0, 2, 1, 3]), 3);
      return tf.reshape(filters, [groups * outGroup, channels / groups, width]);
    }),
  );
  return Value.ofPlain(turned);
}

/** x (batch, 1, time, channels) with stride − 1 zeros between its samples. */
function spreadOut(x: tf.Tensor4D, stride: number): tf.Tensor4D {
  if (stride === 1) return x;
  const [batch, , time, channels] = x.shape;
  const table = tf.pad(tf.reshape(x, [batch, time, 1, channels]), [
    [0, 0],
    [0, 0],
    [0, stride - 1],
    [0, 0],
  ]);
  const spread = tf.reshape(table, [batch, 1, time * stride, channels]);
  return every(spread, 2, 0, (time - 1) * stride + 1, 1) as tf.Tensor4D;
}

function check(x: Value, { weights, bias, groups }: Layer): void {
  const [filters, inGroup] = weights.shape as [number, number];
  const fits =
    x.rank >= 3 &&
    weights.rank === x.rank &&
    Number.isInteger(groups) &&
    groups >= 1 &&
    x.shape[1] === inGroup * groups &&
    filters % groups === 0 &&
    (bias === undefined || bias.size === filters);
  if (fits) return;
  const text = `A convolution in ${groups} groups with weights ${textOf(weights.shape)} does not fit ${textOf(x.shape)}.`;
  throw new AppError('damaged', text);
}

function convolve(x: tf.Tensor4D, layer: Layer, rows: Window, time: Window): tf.Tensor4D {
  if (isTrivial(rows)) return alongTime(x, (signal) => convTime(signal, layer, time));
  if (isTrivial(time)) return alongRows(x, (signal) => convTime(signal, layer, rows));
  if (layer.groups > 1 || rows.dilation > 1 || time.dilation > 1)
    throw notTranslated('A convolution over rows and time at once with groups or dilation');
  return conv2d(x, layer, rows, time);
}

/** x (batch, 1, time, in) by weights (out, in, time), by the fastest way that fits. */
function convTime(x: tf.Tensor4D, layer: Layer, window: Window): tf.Tensor4D {
  const { stride, dilation } = window;
  const [filters, inGroup] = layer.weights.shape as [number, number];
  if (lengthAfter(x.shape[2], window) < 1)
    throw new AppError('bad-input', `A window of ${reachOf(window)} samples does not fit into ${x.shape[2]}.`);
  sizeOf([x.shape[0], lengthAfter(x.shape[2], window), filters]);
  if (layer.groups > 1) {
    const y = inGroup === 1 && filters % layer.groups === 0 ? depthwise(x, layer, window) : grouped(x, layer, window);
    return finished(y, layer);
  }
  const { signal, padding } = padded(x, window);
  const kernel = wideKernel(layer.weights);
  // With dilation the engine's convolution has a stride of one.
  const steps = dilation > 1 ? 1 : stride;
  const y = frozenConv1d(signal, kernel, layer.bias, layer.withRelu, { stride: steps, dilation, padding });
  return dilation > 1 && stride > 1 ? (every(y, 2, 0, Math.ceil(y.shape[2] / stride), stride) as tf.Tensor4D) : y;
}

function lengthAfter(length: number, window: Window): number {
  return Math.floor((length + window.front + window.back - reachOf(window)) / window.stride) + 1;
}

/** Zeros in front and behind, or none where the engine's own padding is the same. */
function padded(x: tf.Tensor4D, window: Window): { signal: tf.Tensor4D; padding: 'same' | 'valid' } {
  const { front, back, stride } = window;
  if (front === 0 && back === 0) return { signal: x, padding: 'valid' };
  const length = x.shape[2];
  const missing = Math.max(0, (Math.ceil(length / stride) - 1) * stride + reachOf(window) - length);
  if (front === Math.floor(missing / 2) && back === missing - front) return { signal: x, padding: 'same' };
  return { signal: zeroPad1d(x, front, back), padding: 'valid' };
}

/** (out, in, time) → the engine's (1, time, in, out). */
function wideKernel(weights: Value): tf.Tensor4D {
  const [filters, inGroup, ...window] = weights.shape as [number, number, ...number[]];
  const width = sizeOf(window);
  return weights.derived('wide', () =>
    tf.tidy(() => tf.expandDims(tf.transpose(tf.reshape(weights.plain(), [filters, inGroup, width]), [2, 1, 0]), 0)),
  ) as tf.Tensor4D;
}

function finished(y: tf.Tensor4D, { bias, withRelu }: Layer): tf.Tensor4D {
  const shifted = bias === undefined ? y : tf.add<tf.Tensor4D>(y, bias);
  return withRelu ? relu(shifted) : shifted;
}

/** Each group of channels by its own filters. */
function grouped(x: tf.Tensor4D, layer: Layer, window: Window): tf.Tensor4D {
  const { groups, weights } = layer;
  const { signal, padding } = padded(x, window);
  const { stride, dilation } = window;
  const kernel = wideKernel(weights);
  const [inGroup, outGroup] = [kernel.shape[2], kernel.shape[3] / groups];
  const shape = { stride: dilation > 1 ? 1 : stride, dilation, padding };
  const parts = Array.from({ length: groups }, (_, g) => {
    const own = weights.derived(`group ${g} of ${groups}`, () =>
      tf.slice(kernel, [0, 0, 0, g * outGroup], [1, kernel.shape[1], inGroup, outGroup]),
    ) as tf.Tensor4D;
    const channels = every(signal, 3, g * inGroup, inGroup, 1) as tf.Tensor4D;
    return frozenConv1d(channels, own, undefined, false, shape);
  });
  const y = tf.concat(parts, 3);
  return dilation > 1 && stride > 1 ? (every(y, 2, 0, Math.ceil(y.shape[2] / stride), stride) as tf.Tensor4D) : y;
}

/** Each channel by filters of its own: (channels · m, 1, time), m filters for each. */
function depthwise(x: tf.Tensor4D, layer: Layer, window: Window): tf.Tensor4D {
  const channels = x.shape[3];
  const filters = layer.weights.shape[0] as number;
  const width = window.size;
  const each = filters / channels;
  const signal = zeroPad1d(x, window.front, window.back);
  const kernel = layer.weights.derived(`depthwise ${channels}`, () =>
    tf.tidy(() =>
      tf.reshape(tf.transpose(tf.reshape(layer.weights.plain(), [filters, width])), [1, width, channels, each]),
    ),
  ) as tf.Tensor4D;
  if (nativeKernels() !== undefined && window.dilation === 1)
    return tf.depthwiseConv2d(signal, kernel, window.stride, 'valid') as tf.Tensor4D;
  // Neither dilation nor the WASM engine has its gradient: one shifted product for each weight of the window.
  const count = Math.floor((signal.shape[2] - reachOf(window)) / window.stride) + 1;
  const column = tf.reshape(signal, [signal.shape[0], signal.shape[2], channels, 1]);
  const products = Array.from({ length: width }, (_, k) =>
    tf.mul(every(column, 1, k * window.dilation, count, window.stride), every(kernel, 1, k, 1, 1)),
  );
  const sum = products.reduce((total, product) => tf.add(total, product));
  return tf.reshape(sum, [signal.shape[0], 1, count, filters]) as tf.Tensor4D;
}

/** Over rows and time at once. */
function conv2d(x: tf.Tensor4D, layer: Layer, rows: Window, time: Window): tf.Tensor4D {
  const kernel = layer.weights.derived('square', () =>
    tf.transpose(layer.weights.plain(), [2, 3, 1, 0]),
  ) as tf.Tensor4D;
  const signal = tf.pad(x, [
    [0, 0],
    [rows.front, rows.back],
    [time.front, time.back],
    [0, 0],
  ]);
  const strides: [number, number] = [rows.stride, time.stride];
  const attributes = { strides, pad: 'valid', dataFormat: 'NHWC', inputShape: signal.shape };
  const y = tf.customGrad((input) => {
    const gradFunc = (dy: tf.Tensor): tf.Tensor =>
      tf.engine().runKernel(tf.Conv2DBackpropInput, { dy, filter: kernel }, attributes);
    return { value: tf.conv2d(input as tf.Tensor4D, kernel, strides, 'valid'), gradFunc };
  })(signal) as tf.Tensor4D;
  return finished(y, layer);
}
