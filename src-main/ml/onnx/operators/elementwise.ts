import * as tf from '@tensorflow/tfjs-core';
import { relu } from '../../engine/ops.ts';
import { Value } from '../values/value.ts';
import { flat } from './flat.ts';
import { need, type Call, type OperatorTable } from './operator.ts';

type Unary = (x: tf.Tensor, call: Call) => tf.Tensor;

const LARGEST = 3.4e38;

/** x·Φ(x), and its usual approximation (Hendrycks & Gimpel 2016). */
function gelu(x: tf.Tensor, call: Call): tf.Tensor {
  if (call.text('approximate', 'none') === 'tanh') {
    const inner = tf.mul(tf.add(x, tf.mul(tf.mul(tf.square(x), x), 0.044715)), Math.sqrt(2 / Math.PI));
    return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(inner), 1));
  }
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
}

/** max(0, min(1, αx + β)). */
function hardSigmoid(x: tf.Tensor, alpha: number, beta: number): tf.Tensor {
  return tf.clipByValue(tf.add(tf.mul(x, alpha), beta), 0, 1);
}

/** α(eˣ⁄ᵝ − 1) below zero, x above; no infinite product arises where x is large. */
function expBelowZero(x: tf.Tensor, alpha: number, beta = 1): tf.Tensor {
  const below = tf.minimum(x, 0);
  return tf.add(tf.relu(x), tf.mul(tf.expm1(tf.div(below, beta)), alpha));
}

const UNARY: Readonly<Record<string, Unary>> = {
  Relu: (x) => relu(x as tf.Tensor4D),
  LeakyRelu: (x, call) => tf.leakyRelu(x, call.number('alpha', 0.01)),
  Elu: (x, call) => expBelowZero(x, call.number('alpha', 1)),
  Selu: (x, call) =>
    tf.mul(expBelowZero(x, call.number('alpha', 1.6732632423543772)), call.number('gamma', 1.0507009873554805)),
  Celu: (x, call) => expBelowZero(x, call.number('alpha', 1), call.number('alpha', 1)),
  Gelu: gelu,
  ThresholdedRelu: (x, call) =>
    tf.mul(
      x,
      flat((input) => tf.cast(tf.greater(input, call.number('alpha', 1)), 'float32'), x),
    ),
  Sigmoid: (x) => tf.sigmoid(x),
  HardSigmoid: (x, call) => hardSigmoid(x, call.number('alpha', 0.2), call.number('beta', 0.5)),
  Tanh: (x) => tf.tanh(x),
  Softplus: (x) => tf.softplus(x),
  Softsign: (x) => tf.div(x, tf.add(tf.abs(x), 1)),
  Swish: (x, call) => tf.mul(x, tf.sigmoid(tf.mul(x, call.number('alpha', 1)))),
  HardSwish: (x) => tf.mul(x, hardSigmoid(x, 1 / 6, 0.5)),
  Mish: (x) => tf.mul(x, tf.tanh(tf.softplus(x))),
  Erf: (x) => tf.erf(x),
  // ONNX has none; Keras writes it all the same for the exact GELU of its TensorFlow backend.
  Erfc: (x) => tf.sub(1, tf.erf(x)),
  Exp: (x) => tf.exp(x),
  Log: (x) => tf.log(x),
  Sqrt: (x) => tf.sqrt(x),
  Neg: (x) => tf.neg(x),
  Abs: (x) => tf.abs(x),
  Reciprocal: (x) => tf.reciprocal(x),
  Sin: (x) => tf.sin(x),
  Cos: (x) => tf.cos(x),
  Sign: (x) => tf.sign(x),
  Floor: (x) => tf.floor(x),
  Ceil: (x) => tf.ceil(x),
  Round: (x) => tf.round(x),
  Not: (x) => flat(tf.logicalNot, x),
};

function applyUnary(x: Value, call: Call, f: Unary): Value {
  const { stored, wrap } = x.asStored();
  return wrap(f(stored, call));
}

export const ELEMENTWISE: OperatorTable = {
  ...Object.fromEntries(
    Object.entries(UNARY).map(([name, f]) => [name, (inputs, call) => applyUnary(need(inputs, 0), call, f)]),
  ),
  Identity: (inputs) => need(inputs, 0),
  // Nothing is dropped outside training.
  Dropout: (inputs) => need(inputs, 0),
  Clip(inputs, call) {
    const bound = (at: number, name: string, otherwise: number): number =>
      inputs[at]?.known()[0] ?? call.number(name, otherwise);
    const [low, high] = [bound(1, 'min', -LARGEST), bound(2, 'max', LARGEST)];
    return applyUnary(need(inputs, 0), call, (x) =>
      tf.clipByValue(x, Math.max(low, -LARGEST), Math.min(high, LARGEST)),
    );
  },
  Cast(inputs, call) {
    const to = call.number('to', 1);
    const type = to === 9 ? 'bool' : to === 1 || to === 10 || to === 11 || to === 16 ? 'float32' : 'int32';
    return applyUnary(need(inputs, 0), call, (x) => (x.dtype === type ? x : tf.cast(x, type)));
  },
};
