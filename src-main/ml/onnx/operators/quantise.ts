import * as tf from '@tensorflow/tfjs-core';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { axisOf } from '../values/shapes.ts';
import { Value } from '../values/value.ts';
import { need, notTranslated, type Call, type Inputs, type OperatorTable } from './operator.ts';

/** Without a zero point, quantised numbers are of 8 bits without a sign. */
const UNSIGNED = [0, 255] as const;

export const QUANTISE: OperatorTable = {
  QuantizeLinear(inputs, call) {
    const x = need(inputs, 0);
    const { scale, zero } = parameters(inputs, call, x);
    // From opset 21 on, a file without a zero point may name another type.
    if (inputs[2] === undefined && call.number('output_dtype', 2) !== 2) throw notTranslated('This type of numbers');
    const [least, most] = inputs[2] === undefined ? UNSIGNED : (inputs[2].range ?? []);
    if (least === undefined || most === undefined) throw notTranslated('Quantisation to this type of numbers');
    const shifted = tf.add(tf.div(x.plain(), scale), zero);
    return Value.ofPlain(tf.clipByValue(roundedStraightThrough(shifted), least, most));
  },
  DequantizeLinear(inputs, call) {
    const x = need(inputs, 0);
    const { scale, zero } = parameters(inputs, call, x);
    return Value.ofPlain(tf.mul(tf.sub(tf.cast(x.plain(), 'float32'), zero), scale));
  },
};

/** Scale and zero point, of the whole or of each entry of one axis, in a shape that goes with the numbers. */
function parameters(inputs: Inputs, call: Call, x: Value): { scale: tf.Tensor; zero: tf.Tensor } {
  if (call.number('block_size', 0) > 0) throw notTranslated('Quantisation in blocks');
  const given = need(inputs, 1);
  const count = given.shape.reduce((product, n) => product * n, 1);
  const axis = axisOf(call.number('axis', 1), Math.max(x.rank, 2));
  if (count > 1 && x.shape[axis] !== count)
    throw new AppError('damaged', `It has ${count} scales for ${x.shape[axis]} entries of axis ${axis}.`);
  const shape = count === 1 ? [] : x.shape.map((n, i) => (i === axis ? n : 1));
  const scale = tf.reshape(tf.cast(given.plain(), 'float32'), shape);
  const zero = inputs[2] === undefined ? tf.scalar(0) : tf.reshape(tf.cast(inputs[2].plain(), 'float32'), shape);
  return { scale, zero };
}

/**
 * To whole numbers, halves to even ones. Its slope is 0 almost everywhere, which would leave nothing to attack by; the
 * gradient is that without rounding (Bengio et al. 2013, straight-through).
 */
function roundedStraightThrough(x: tf.Tensor): tf.Tensor {
  return tf.customGrad((input) => ({
    value: tf.round(input as tf.Tensor),
    gradFunc: (dy: tf.Tensor) => dy,
  }))(x);
}
