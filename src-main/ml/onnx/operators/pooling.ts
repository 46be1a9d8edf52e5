import * as tf from '@tensorflow/tfjs-core';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { globalMax, pool1d, type Pooling } from '../../engine/pool.ts';
import { Value } from '../values/value.ts';
import { need, notTranslated, type Call, type Inputs, type OperatorTable } from './operator.ts';
import { alongOneAxis, alongRows, alongTime, every, isTrivial, reachOf, windowsOf, type Window } from './windows.ts';

/** Stands for −∞, which engines do not accept as padding. */
const LOWEST = -3e38;

interface PoolOptions {
  kind: Pooling;
  /** The last window may reach beyond the end. */
  ceil: boolean;
  /** Averages count padded zeros. */
  countPadding: boolean;
}

function pooled(inputs: Inputs, call: Call, kind: Pooling): Value {
  const x = need(inputs, 0);
  const sizes = call.numbers('kernel_shape') ?? [];
  if (x.rank !== sizes.length + 2) throw new AppError('damaged', `Its window has ${sizes.length} axes.`);
  if (call.outputs.filter((name) => name !== '').length > 1) throw notTranslated('A pooling that gives indices too');
  const options = {
    kind,
    ceil: call.number('ceil_mode', 0) === 1,
    countPadding: call.number('count_include_pad', 0) === 1,
  };
  if (sizes.length > 2) {
    return Value.ofPlain(
      alongOneAxis(x.plain(), { call, sizes }, (signal, window) => poolTime(signal, window, options)),
    );
  }
  const [rows, time] = windowsOf(call, sizes, x.shape.slice(2));
  // Maxima and averages of a rectangle are those of its rows, then of its columns.
  const overTime = isTrivial(time) ? x.last() : alongTime(x.last(), (signal) => poolTime(signal, time, options));
  const all = isTrivial(rows) ? overTime : alongRows(overTime, (signal) => poolTime(signal, rows, options));
  return Value.ofLast(all, x.rank);
}

/** x (batch, 1, time, channels) over time. */
function poolTime(x: tf.Tensor4D, window: Window, options: PoolOptions): tf.Tensor4D {
  const { size, stride, dilation, front, back } = window;
  const length = x.shape[2];
  const room = length + front + back - reachOf(window);
  let count = (options.ceil ? Math.ceil(room / stride) : Math.floor(room / stride)) + 1;
  // No window begins in the padding at the end.
  if (options.ceil && (count - 1) * stride >= length + front) count -= 1;
  if (count < 1) throw new AppError('bad-input', `A window of ${reachOf(window)} samples does not fit into ${length}.`);
  const needed = (count - 1) * stride + reachOf(window);
  const end = Math.max(0, needed - length - front);
  const padded =
    front + end === 0
      ? x
      : tf.pad(
          x,
          [
            [0, 0],
            [0, 0],
            [front, end],
            [0, 0],
          ],
          options.kind === 'max' ? LOWEST : 0,
        );
  const y =
    dilation === 1
      ? pool1d(padded, { kind: options.kind, size, stride, padding: 'valid' })
      : poolSlices(padded, window, count, options.kind);
  if (options.kind === 'max') return y;
  const counts = Array.from({ length: count }, (_, i) => countOf(i * stride, window, length, options.countPadding));
  return counts.every((n) => n === size)
    ? y
    : tf.mul(
        y,
        tf.tensor4d(
          counts.map((n) => size / n),
          [1, 1, count, 1],
        ),
      );
}

/** How many samples the window that begins at `start` (of the padded signal) is an average of. */
function countOf(
  start: number,
  { size, dilation, front, back }: Window,
  length: number,
  countPadding: boolean,
): number {
  const [from, to] = countPadding ? [0, front + length + back] : [front, front + length];
  const inside = Array.from({ length: size }, (_, k) => start + k * dilation).filter((at) => at >= from && at < to);
  return Math.max(1, inside.length);
}

function poolSlices(x: tf.Tensor4D, window: Window, count: number, kind: Pooling): tf.Tensor4D {
  const slices = Array.from({ length: window.size }, (_, k) => every(x, 2, k * window.dilation, count, window.stride));
  const join = kind === 'max' ? tf.maximum<tf.Tensor> : tf.add<tf.Tensor>;
  const joined = slices.reduce((sum, slice) => join(sum, slice)) as tf.Tensor4D;
  return kind === 'max' ? joined : tf.div(joined, window.size);
}

export const POOLING: OperatorTable = {
  MaxPool: (inputs, call) => pooled(inputs, call, 'max'),
  AveragePool: (inputs, call) => pooled(inputs, call, 'avg'),
  GlobalAveragePool(inputs) {
    const x = need(inputs, 0);
    return Value.ofLast(tf.mean(x.last(), [1, 2], true), x.rank);
  },
  GlobalMaxPool(inputs) {
    const x = need(inputs, 0);
    const [batch, rows, time, channels] = x.last().shape;
    const largest = globalMax(tf.reshape(x.last(), [batch, 1, rows * time, channels]));
    return Value.ofLast(tf.reshape(largest, [batch, 1, 1, channels]), x.rank);
  },
};
