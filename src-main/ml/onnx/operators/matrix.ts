import * as tf from '@tensorflow/tfjs-core';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { broadcastShape, sameShape, sizeOf, textOf } from '../values/shapes.ts';
import { Value } from '../values/value.ts';
import { need, type OperatorTable } from './operator.ts';

/** Matrix product of tensors of any rank, as NumPy's. */
function product(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  if (a.rank === 0 || b.rank === 0) throw new AppError('damaged', 'It multiplies a single number as a matrix.');
  if (a.rank === 1) return tf.squeeze(product(tf.expandDims(a, 0), b), [b.rank === 1 ? 0 : b.rank - 2]);
  if (b.rank === 1) return tf.squeeze(product(a, tf.expandDims(b, 1)), [a.rank - 1]);
  const [inner, outer] = [a.shape.at(-1) as number, b.shape.at(-1) as number];
  if (inner !== b.shape.at(-2))
    throw new AppError('damaged', `It multiplies ${textOf(a.shape)} by ${textOf(b.shape)}.`);
  if (a.rank === 2 && b.rank === 2) return tf.matMul(a, b);
  if (b.rank === 2) {
    const rows = tf.matMul(tf.reshape(a, [-1, inner]), b);
    return tf.reshape(rows, [...a.shape.slice(0, -1), outer]);
  }
  const batch = broadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  sizeOf([...batch, a.shape.at(-2) as number, outer]);
  const [left, right] = [a, b].map((one) => asBatch(one, batch)) as [tf.Tensor3D, tf.Tensor3D];
  return tf.reshape(tf.matMul(left, right), [...batch, a.shape.at(-2) as number, outer]);
}

/** The matrices of x one after the other, repeated to `batch`: (batch, rows, columns). */
function asBatch(x: tf.Tensor, batch: readonly number[]): tf.Tensor {
  const matrix = x.shape.slice(-2);
  const full = [...batch, ...matrix];
  const whole = sameShape(x.shape, full) ? x : tf.broadcastTo(x, full as [number, number, number]);
  return tf.reshape(whole, [-1, ...matrix]);
}

export const MATRIX: OperatorTable = {
  MatMul: (inputs) => Value.ofPlain(product(need(inputs, 0).plain(), need(inputs, 1).plain())),
  Gemm(inputs, call) {
    const [a, b] = [need(inputs, 0).plain(), need(inputs, 1).plain()];
    if (a.rank !== 2 || b.rank !== 2) throw new AppError('damaged', 'It multiplies what is no matrix.');
    const [alpha, beta] = [call.number('alpha', 1), call.number('beta', 1)];
    const times = tf.matMul(a, b, call.number('transA', 0) === 1, call.number('transB', 0) === 1);
    const scaled = alpha === 1 ? times : tf.mul(times, alpha);
    const bias = inputs[2]?.plain();
    if (bias === undefined) return Value.ofPlain(scaled);
    return Value.ofPlain(tf.add(scaled, beta === 1 ? bias : tf.mul(bias, beta)));
  },
};
