import * as tf from '@tensorflow/tfjs-core';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { axisOf, sizeOf } from '../values/shapes.ts';
import { storedAxis, Value } from '../values/value.ts';
import { need, notTranslated, type Call, type Inputs, type OperatorTable } from './operator.ts';
import { every } from './windows.ts';

/** Where a slice of one axis begins, how many it takes and how far apart; backwards where the step is negative. */
export interface Range {
  axis: number;
  start: number;
  count: number;
  step: number;
}

/** The ranges of a Slice, from its inputs or, in old files, its attributes. */
export function rangesOf(inputs: Inputs, call: Call, shape: readonly number[]): Range[] {
  const list = (at: number, name: string): number[] | undefined => inputs[at]?.known() ?? call.numbers(name);
  const [starts = [], ends = []] = [list(1, 'starts'), list(2, 'ends')];
  const axes = list(3, 'axes') ?? [...starts.keys()];
  const steps = inputs[4]?.known() ?? starts.map(() => 1);
  return axes.map((given, i) => {
    const axis = axisOf(given, shape.length);
    const length = shape[axis] as number;
    const step = steps[i] ?? 1;
    if (step === 0) throw new AppError('damaged', 'It slices in steps of zero.');
    const place = (value: number, low: number, high: number): number =>
      Math.max(low, Math.min(high, value < 0 ? value + length : value));
    const [low, high] = step > 0 ? [0, length] : [-1, length - 1];
    const start = place(starts[i] ?? 0, step > 0 ? 0 : 0, high);
    const end = place(ends[i] ?? length, low, high);
    return { axis, start, count: Math.max(0, Math.ceil((end - start) / step)), step };
  });
}

function sliced(inputs: Inputs, call: Call): Value {
  const x = need(inputs, 0);
  return rangesOf(inputs, call, x.shape).reduce((value, { axis, start, count, step }) => {
    const { stored, wrap } = value.asStored();
    const along = value.isLast ? storedAxis(axis, value.rank) : axis;
    if (step > 0) return wrap(every(stored, along, start, count, step));
    const length = stored.shape[along] as number;
    return wrap(every(tf.reverse(stored, along), along, length - 1 - start, count, -step));
  }, x);
}

/** Zeros (or another number, or what lies at the ends) around a value. */
function padded(inputs: Inputs, call: Call): Value {
  const x = need(inputs, 0);
  const mode = call.text('mode', 'constant');
  const pads = inputs[1]?.known() ?? call.numbers('pads') ?? call.numbers('paddings') ?? [];
  const axes = inputs[3]?.known().map((axis) => axisOf(axis, x.rank)) ?? [...x.shape.keys()];
  if (pads.length !== 2 * axes.length) throw new AppError('damaged', `It has ${pads.length} paddings.`);
  const value = inputs[2]?.known()[0] ?? call.number('value', 0);
  return axes.reduce((whole, axis, i) => {
    const [front, back] = [pads[i] as number, pads[i + axes.length] as number];
    if (front === 0 && back === 0) return whole;
    const { stored, wrap } = whole.asStored();
    return wrap(padAxis(stored, whole.isLast ? storedAxis(axis, whole.rank) : axis, [front, back], mode, value));
  }, x);
}

function padAxis(x: tf.Tensor, axis: number, ends: readonly [number, number], mode: string, value: number): tf.Tensor {
  const [cutFront, cutBack] = ends.map((n) => Math.max(0, -n)) as [number, number];
  const [front, back] = ends.map((n) => Math.max(0, n)) as [number, number];
  const length = (x.shape[axis] as number) - cutFront - cutBack;
  if (length < 0) throw new AppError('damaged', 'It cuts off more than there is.');
  sizeOf(x.shape.map((n, i) => (i === axis ? length + front + back : n)));
  const part = every(x, axis, cutFront, length, 1);
  if (mode === 'constant') {
    const pads = x.shape.map((_, i): [number, number] => (i === axis ? [front, back] : [0, 0]));
    return tf.pad(part, pads, value);
  }
  const before = atEnd(part, axis, front, mode, 0);
  const after = atEnd(part, axis, back, mode, length - 1);
  return tf.concat([...before, part, ...after], axis);
}

/** What is put at an end: its sample again and again, or the samples beside it in a mirror. */
function atEnd(x: tf.Tensor, axis: number, count: number, mode: string, end: number): tf.Tensor[] {
  if (count === 0) return [];
  if (mode === 'edge') {
    const one = every(x, axis, end, 1, 1);
    return [
      tf.tile(
        one,
        x.shape.map((_, i) => (i === axis ? count : 1)),
      ),
    ];
  }
  if (mode !== 'reflect') throw notTranslated(`Padding of the kind '${mode}'`);
  if (count >= (x.shape[axis] as number))
    throw new AppError('damaged', `It mirrors ${count} of ${x.shape[axis]} samples.`);
  return [tf.reverse(every(x, axis, end === 0 ? 1 : end - count, count, 1), axis)];
}

export const SLICE: OperatorTable = { Slice: sliced, Pad: padded };
