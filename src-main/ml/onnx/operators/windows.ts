import * as tf from '@tensorflow/tfjs-core';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { sizeOf } from '../values/shapes.ts';
import type { Call } from './operator.ts';

/** How a convolution or pooling moves along one axis, in samples. */
export interface Window {
  size: number;
  stride: number;
  dilation: number;
  /** Zeros (or lowest values) before and after. */
  front: number;
  back: number;
}

/** How far a window reaches. */
export function reachOf({ size, dilation }: Window): number {
  return (size - 1) * dilation + 1;
}

/**
 * The windows of a node along rows and time; a signal has one row. `sizes`: of the kernel or pool; `lengths`: of what it
 * moves over, for padding that depends on them.
 */
export function windowsOf(call: Call, sizes: readonly number[], lengths: readonly number[]): [Window, Window] {
  const windows = allWindows(call, sizes, lengths);
  const count = windows.length;
  if (count < 1 || count > 2) throw new AppError('unavailable', `Windows over ${count} axes are not translated.`);
  const single: Window = { size: 1, stride: 1, dilation: 1, front: 0, back: 0 };
  return count === 1 ? [single, windows[0] as Window] : (windows as [Window, Window]);
}

function allWindows(call: Call, sizes: readonly number[], lengths: readonly number[]): Window[] {
  const count = sizes.length;
  const strides = list(call, 'strides', count, 1);
  const dilations = list(call, 'dilations', count, 1);
  const pads = list(call, 'pads', 2 * count, 0);
  const auto = call.text('auto_pad', 'NOTSET');
  return sizes.map((size, i): Window => {
    const [stride, dilation] = [strides[i] as number, dilations[i] as number];
    if (![size, stride, dilation].every((n) => Number.isSafeInteger(n) && n >= 1))
      throw new AppError('damaged', `A window of ${size}, stride ${stride}, dilation ${dilation} cannot be.`);
    const own = { size, stride, dilation, front: pads[i] as number, back: pads[i + count] as number };
    if (auto === 'NOTSET') return own;
    if (auto === 'VALID') return { ...own, front: 0, back: 0 };
    const length = lengths[i] as number;
    const missing = Math.max(0, (Math.ceil(length / stride) - 1) * stride + reachOf(own) - length);
    const front = auto === 'SAME_LOWER' ? Math.ceil(missing / 2) : Math.floor(missing / 2);
    return { ...own, front, back: missing - front };
  });
}

/**
 * Windows over three axes or more of which one moves, as JAX writes a pooling: x (batch, channels, …) with this axis as time, the axes
 * after it as channels and all before it as the batch, goes through `f`.
 */
export function alongOneAxis(
  x: tf.Tensor,
  { call, sizes }: { call: Call; sizes: readonly number[] },
  f: (signal: tf.Tensor4D, window: Window) => tf.Tensor4D,
): tf.Tensor {
  const windows = allWindows(call, sizes, x.shape.slice(2));
  const moving = windows.flatMap((window, i) => (isTrivial(window) ? [] : [i]));
  const [at = windows.length - 1, second] = moving;
  if (second !== undefined)
    throw new AppError('unavailable', `Windows over ${moving.length} of ${sizes.length} axes are not translated.`);
  const [before, after] = [x.shape.slice(0, at + 2), x.shape.slice(at + 3)];
  const y = f(tf.reshape(x, [sizeOf(before), 1, x.shape[at + 2] as number, sizeOf(after)]), windows[at] as Window);
  return tf.reshape(y, [...before, y.shape[2], ...after]);
}

function list(call: Call, name: string, count: number, otherwise: number): number[] {
  const given = call.numbers(name) ?? Array.from({ length: count }, () => otherwise);
  if (given.length === count && given.every((n) => Number.isSafeInteger(n) && n >= 0)) return given;
  throw new AppError('damaged', `Its ${name} are ${given.join(', ')}, not ${count} whole numbers.`);
}

/** Whether a window does nothing. */
export function isTrivial({ size, stride, front, back }: Window): boolean {
  return size === 1 && stride === 1 && front === 0 && back === 0;
}

type AlongTime = (x: tf.Tensor4D) => tf.Tensor4D;

/** Applies `f`, which takes (batch, 1, time, channels), to each row of x (batch, rows, time, channels). */
export function alongTime(x: tf.Tensor4D, f: AlongTime): tf.Tensor4D {
  const [batch, rows, time, channels] = x.shape;
  if (rows === 1) return f(x);
  const y = f(tf.reshape(x, [batch * rows, 1, time, channels]));
  return tf.reshape(y, [batch, rows, y.shape[2], y.shape[3]]);
}

/** The same along the rows, for each sample of time on its own. */
export function alongRows(x: tf.Tensor4D, f: AlongTime): tf.Tensor4D {
  return turned(alongTime(turned(x), f));
}

function turned(x: tf.Tensor4D): tf.Tensor4D {
  const [batch, rows, time, channels] = x.shape;
  if (rows === 1 || time === 1) return tf.reshape(x, [batch, time, rows, channels]);
  return tf.transpose(x, [0, 2, 1, 3]);
}

/** Every `step`-th entry of an axis from `start` on, `count` of them; differentiable on every engine. */
export function every(x: tf.Tensor, axis: number, start: number, count: number, step: number): tf.Tensor {
  const { shape } = x;
  const at = (value: number, otherwise: (n: number) => number): number[] =>
    shape.map((n, i) => (i === axis ? value : otherwise(n)));
  if (step === 1)
    return sliced(
      x,
      at(start, () => 0),
      at(count, (n) => n),
    );
  const taken = Math.min(count * step, (shape[axis] as number) - start);
  const part = sliced(
    x,
    at(start, () => 0),
    at(taken, (n) => n),
  );
  const padding = shape.map((_, i): [number, number] => [0, i === axis ? count * step - taken : 0]);
  const whole = count * step === taken ? part : tf.pad(part, padding);
  const [before, after] = [shape.slice(0, axis), shape.slice(axis + 1)];
  const inner = after.reduce((product, n) => product * n, 1);
  const outer = before.reduce((product, n) => product * n, 1);
  const table = tf.reshape(whole, [outer * count, step, inner]);
  const first = tf.slice(table, [0, 0, 0], [outer * count, 1, inner]);
  return tf.reshape(first, [...before, count, ...after]);
}

function sliced(x: tf.Tensor, begin: number[], size: number[]): tf.Tensor {
  return size.every((n, i) => n === x.shape[i]) ? x : tf.slice(x, begin, size);
}
