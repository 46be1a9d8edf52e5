import * as tf from '@tensorflow/tfjs-core';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { nativeKernels } from '../../engine/native-kernels.ts';
import { axisOf, broadcastShape, sameShape, sizeOf } from '../values/shapes.ts';
import { storedAxis, Value } from '../values/value.ts';
import { aligned } from './binary.ts';
import { need, type Inputs, type Operator, type OperatorTable } from './operator.ts';
import { axesOf } from './reduce.ts';
import { every } from './windows.ts';

/** The shape that a Reshape asks for: 0 copies a size, −1 is what is left. */
function wantedShape(x: Value, asked: readonly number[], zeroIsZero: boolean): number[] {
  const shape = asked.map((n, i) => (n === 0 && !zeroIsZero ? (x.shape[i] ?? 0) : n));
  const known = shape.reduce((product, n) => (n === -1 ? product : product * n), 1);
  const shapeWithRest = shape.map((n) => (n === -1 ? sizeOf(x.shape) / known : n));
  if (shapeWithRest.every((n) => Number.isSafeInteger(n) && n >= 0)) return shapeWithRest;
  throw new AppError('damaged', `It cannot bring ${x.shape.join(' × ')} numbers into the shape ${asked.join(' × ')}.`);
}

const reshape: Operator = (inputs, call) => {
  const x = need(inputs, 0);
  const asked = inputs[1]?.known() ?? call.numbers('shape') ?? [];
  return x.reshaped(wantedShape(x, asked, call.number('allowzero', 0) === 1));
};

const flatten: Operator = (inputs, call) => {
  const x = need(inputs, 0);
  const given = call.number('axis', 1);
  const axis = given === x.rank ? x.rank : axisOf(given, x.rank);
  return x.reshaped([sizeOf(x.shape.slice(0, axis)), sizeOf(x.shape.slice(axis))]);
};

const squeeze: Operator = (inputs, call) => {
  const x = need(inputs, 0);
  const axes = axesOf(inputs, call, x.rank) ?? [...x.shape.keys()].filter((axis) => x.shape[axis] === 1);
  return x.reshaped(x.shape.filter((_, i) => !axes.includes(i)));
};

const unsqueeze: Operator = (inputs, call) => {
  const x = need(inputs, 0);
  const given = inputs[1]?.known() ?? call.numbers('axes') ?? [];
  const rank = x.rank + given.length;
  const axes = given.map((axis) => axisOf(axis, rank));
  if (new Set(axes).size < axes.length) throw new AppError('damaged', 'It names an axis twice.');
  const rest = [...x.shape];
  return x.reshaped(Array.from({ length: rank }, (_, i) => (axes.includes(i) ? 1 : (rest.shift() as number))));
};

const transpose: Operator = (inputs, call) => {
  const x = need(inputs, 0);
  const order = call.numbers('perm') ?? [...x.shape.keys()].reverse();
  if (
    !sameShape(
      [...order].sort((a, b) => a - b),
      [...x.shape.keys()],
    )
  )
    throw new AppError('damaged', `It puts ${x.rank} axes into the order ${order.join(', ')}.`);
  const shape = order.map((axis) => x.shape[axis] as number);
  const [toEnd, toSecond] = x.rank === 3 ? ['0,2,1', '0,2,1'] : ['0,2,3,1', '0,3,1,2'];
  // Where channels lie last already, or are to be, only the name of the order changes.
  if (x.isLast && order.join() === toEnd) return Value.ofPlain(tf.reshape(x.last(), shape));
  if ((x.rank === 3 || x.rank === 4) && order.join() === toSecond) {
    const [batch, a, b, c] = x.shape as [number, number, number, number | undefined];
    return Value.ofLast(tf.reshape(x.plain(), c === undefined ? [batch, 1, a, b] : [batch, a, b, c]), x.rank);
  }
  return Value.ofPlain(tf.transpose(x.plain(), order));
};

/** An axis of a value as it lies. */
function lyingAxis(x: Value, axis: number, last: boolean): number {
  return last ? storedAxis(axis, x.rank) : axis;
}

const concat: Operator = (inputs, call) => {
  const values = inputs.map((_, i) => need(inputs, i)).filter(({ shape }) => !sameShape(shape, [0]));
  const [first] = values;
  if (first === undefined) return need(inputs, 0);
  const axis = axisOf(call.number('axis', 0), first.rank);
  const others = values.map(({ shape }) => shape.map((n, i) => (i === axis ? 1 : n)));
  if (others.some((shape) => !sameShape(shape, others[0] as number[])))
    throw new AppError('damaged', `It joins ${values.map(({ shape }) => shape.join(' × ')).join(' and ')}.`);
  const last = values.some(({ isLast }) => isLast);
  const tensors = values.map((value) => (last ? value.last() : value.plain()));
  const joined = tf.concat(tensors, lyingAxis(first, axis, last));
  return last ? Value.ofLast(joined, first.rank) : Value.ofPlain(joined);
};

/** A stretch of one axis. */
function stretch(x: Value, axis: number, begin: number, size: number): Value {
  const { stored, wrap } = x.asStored();
  const along = lyingAxis(x, axis, x.isLast);
  const starts = stored.shape.map((_, i) => (i === along ? begin : 0));
  return wrap(
    tf.slice(
      stored,
      starts,
      stored.shape.map((n, i) => (i === along ? size : n)),
    ),
  );
}

const split: Operator = (inputs, call) => {
  const x = need(inputs, 0);
  const axis = axisOf(call.number('axis', 0), x.rank);
  const length = x.shape[axis] as number;
  const parts = call.number('num_outputs', call.outputs.length);
  const each = Math.ceil(length / parts);
  const even = Array.from({ length: parts }, (_, i) => Math.min(each, length - i * each));
  const sizes = inputs[1]?.known() ?? call.numbers('split') ?? even;
  if (sizes.some((n) => !(n >= 0)) || sizes.reduce((sum, n) => sum + n, 0) !== length)
    throw new AppError('damaged', `It splits ${length} into ${sizes.join(' + ')}.`);
  let begin = 0;
  return sizes.map((size) => stretch(x, axis, (begin += size) - size, size));
};

/** x repeated to `shape` where an axis has one entry. */
const expand: Operator = (inputs) => {
  const x = need(inputs, 0);
  const shape = broadcastShape(x.shape, need(inputs, 1).known());
  if (sameShape(shape, x.shape)) return x;
  const ones = Value.ofPlain(x.kind === 'float' ? tf.ones(shape) : tf.ones(shape, 'int32'));
  const { stored, wrap } = aligned([x, ones]);
  return wrap(tf.mul(stored[0] as tf.Tensor, stored[1] as tf.Tensor));
};

const tile: Operator = (inputs) => {
  const x = need(inputs, 0);
  const repeats = need(inputs, 1).known();
  if (repeats.length !== x.rank)
    throw new AppError('damaged', `It repeats ${x.rank} axes ${repeats.join(', ')} times.`);
  sizeOf(x.shape.map((n, i) => n * (repeats[i] as number)));
  return Value.ofPlain(tf.tile(x.plain(), repeats));
};

const gather: Operator = (inputs, call) => {
  const [x, indices] = [need(inputs, 0), need(inputs, 1)];
  const axis = axisOf(call.number('axis', 0), x.rank);
  const length = x.shape[axis] as number;
  const wanted = indices.known().map((index) => axisOf(index, length));
  const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)];
  sizeOf(shape);
  const [first = 0] = wanted;
  const inOrder = wanted.every((index, i) => index === first + i);
  if (inOrder && wanted.length > 0) return stretch(x, axis, first, wanted.length).reshaped(shape);
  const plain = x.plain();
  // The WASM engine has no gradient of its own of gathering.
  const picked =
    nativeKernels() !== undefined
      ? tf.gather(plain, tf.tensor1d(wanted, 'int32'), axis)
      : tf.concat(
          wanted.map((index) => every(plain, axis, index, 1, 1)),
          axis,
        );
  return Value.ofPlain(tf.reshape(picked, shape));
};

/** What `Shape` gives: a part of the shape, as numbers. */
const shapeOf: Operator = (inputs, call) => {
  const { shape } = need(inputs, 0);
  const part = shape.slice(call.number('start', 0), call.number('end', shape.length));
  return Value.ofNumbers(part, [part.length], 'int');
};

const sizeOfValue: Operator = (inputs: Inputs) => Value.ofNumbers([sizeOf(need(inputs, 0).shape)], [], 'int');

export const SHAPE: OperatorTable = {
  Reshape: reshape,
  Flatten: flatten,
  Squeeze: squeeze,
  Unsqueeze: unsqueeze,
  Transpose: transpose,
  Concat: concat,
  Split: split,
  Expand: expand,
  Tile: tile,
  Gather: gather,
  Shape: shapeOf,
  Size: sizeOfValue,
};
