import * as tf from '@tensorflow/tfjs-core';
import { broadcastShape } from '../values/shapes.ts';
import { Value } from '../values/value.ts';
import { flat } from './flat.ts';
import { need, type Inputs, type OperatorTable } from './operator.ts';

/** The values brought into one order, and what makes a value of a result in it. */
export function aligned(values: readonly Value[]): { stored: tf.Tensor[]; wrap: (result: tf.Tensor) => Value } {
  const rank = broadcastShape(...values.map(({ shape }) => shape)).length;
  const anyLast = values.some((value) => value.isLast && value.rank === rank);
  if (!anyLast) return { stored: values.map((value) => value.plain()), wrap: (result) => Value.ofPlain(result) };
  const stored = values.map((value) => {
    // A single number fits everywhere.
    if (value.rank === 0) return value.plain();
    if (value.rank === rank) return value.last();
    const full = [...Array.from({ length: rank - value.rank }, () => 1), ...value.shape];
    return value.derived(`last${rank}`, () => reordered(tf.reshape(value.plain(), full)));
  });
  return { stored, wrap: (result) => Value.ofLast(result, rank) };
}

/** (batch, channels, …) → (batch, rows, time, channels). */
function reordered(plain: tf.Tensor): tf.Tensor {
  if (plain.rank === 4) return tf.transpose(plain, [0, 2, 3, 1]);
  return tf.expandDims(tf.transpose(plain, [0, 2, 1]), 1);
}

type Binary = (a: tf.Tensor, b: tf.Tensor) => tf.Tensor;

function fold(inputs: Inputs, f: Binary): Value {
  const values = inputs.map((_, i) => need(inputs, i));
  const { stored, wrap } = aligned(values);
  return wrap(stored.reduce((a, b) => f(a, b)));
}

/** aᵇ; whole and half powers by operations whose gradients are exact everywhere. */
function power(base: Value, exponent: Value): Value {
  const one = exponent.numbers?.length === 1 ? exponent.numbers[0] : undefined;
  const { stored, wrap } = base.asStored();
  if (one === 1) return base;
  if (one === 2) return wrap(tf.square(stored));
  if (one === 0.5) return wrap(tf.sqrt(stored));
  if (one === 3) return wrap(tf.mul(tf.square(stored), stored));
  return fold([base, exponent], (a, b) => tf.pow(a, tf.cast(b, 'float32')));
}

/** Integers are divided towards zero, others as they are. */
function divide(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  if (a.dtype !== 'int32' || b.dtype !== 'int32') return tf.div(a, b);
  const quotient = tf.div(tf.cast(a, 'float32'), tf.cast(b, 'float32'));
  return tf.cast(tf.mul(tf.sign(quotient), tf.floor(tf.abs(quotient))), 'int32');
}

export const BINARY: OperatorTable = {
  Add: (inputs) => fold(inputs, (a, b) => tf.add(a, b)),
  Sub: (inputs) => fold(inputs, (a, b) => tf.sub(a, b)),
  Mul: (inputs) => fold(inputs, (a, b) => tf.mul(a, b)),
  Div: (inputs) => fold(inputs, divide),
  Sum: (inputs) => fold(inputs, (a, b) => tf.add(a, b)),
  Mean(inputs) {
    const { stored, wrap } = fold(inputs, (a, b) => tf.add(a, b)).asStored();
    return wrap(tf.div(stored, inputs.length));
  },
  Min: (inputs) => fold(inputs, (a, b) => tf.minimum(a, b)),
  Max: (inputs) => fold(inputs, (a, b) => tf.maximum(a, b)),
  Pow: (inputs) => power(need(inputs, 0), need(inputs, 1)),
  PRelu: (inputs) => fold(inputs, (x, slope) => tf.add(tf.relu(x), tf.mul(tf.minimum(x, 0), slope))),
  Equal: (inputs) => fold(inputs, (a, b) => flat(tf.equal, a, b)),
  Greater: (inputs) => fold(inputs, (a, b) => flat(tf.greater, a, b)),
  GreaterOrEqual: (inputs) => fold(inputs, (a, b) => flat(tf.greaterEqual, a, b)),
  Less: (inputs) => fold(inputs, (a, b) => flat(tf.less, a, b)),
  LessOrEqual: (inputs) => fold(inputs, (a, b) => flat(tf.lessEqual, a, b)),
  And: (inputs) => fold(inputs, (a, b) => flat(tf.logicalAnd, a, b)),
  Or: (inputs) => fold(inputs, (a, b) => flat(tf.logicalOr, a, b)),
  Where(inputs) {
    const { stored, wrap } = aligned([need(inputs, 0), need(inputs, 1), need(inputs, 2)]);
    const [condition, yes, no] = stored as [tf.Tensor, tf.Tensor, tf.Tensor];
    return wrap(tf.where(tf.cast(condition, 'bool'), yes, no));
  },
};
