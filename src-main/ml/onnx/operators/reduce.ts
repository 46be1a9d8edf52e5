import * as tf from '@tensorflow/tfjs-core';
import { axisOf, reducedShape } from '../values/shapes.ts';
import { storedAxis, Value } from '../values/value.ts';
import { need, type Call, type Inputs, type OperatorTable } from './operator.ts';

type Reduction = (x: tf.Tensor, axes: number[]) => tf.Tensor;

/** The axes of a node: its second input, or an attribute in older files; undefined: none said. */
export function axesOf(inputs: Inputs, call: Call, rank: number): number[] | undefined {
  const given = inputs[1]?.known() ?? call.numbers('axes');
  return given?.map((axis) => axisOf(axis, rank));
}

function reduced(inputs: Inputs, call: Call, f: Reduction): Value {
  const x = need(inputs, 0);
  const said = axesOf(inputs, call, x.rank) ?? [];
  if (said.length === 0 && call.number('noop_with_empty_axes', 0) === 1) return x;
  const axes = said.length > 0 ? said : x.shape.map((_, i) => i);
  const { stored, wrap } = x.asStored();
  const kept = wrap(f(stored, x.isLast ? axes.map((axis) => storedAxis(axis, x.rank)) : axes));
  return kept.reshaped(reducedShape(x.shape, axes, call.number('keepdims', 1) === 1));
}

const logSumExp: Reduction = (x, axes) => tf.logSumExp(x, axes, true);

const REDUCTIONS: Readonly<Record<string, Reduction>> = {
  ReduceMean: (x, axes) => tf.mean(x, axes, true),
  ReduceSum: (x, axes) => tf.sum(x, axes, true),
  ReduceMax: (x, axes) => tf.max(x, axes, true),
  ReduceMin: (x, axes) => tf.min(x, axes, true),
  ReduceL1: (x, axes) => tf.sum(tf.abs(x), axes, true),
  ReduceL2: (x, axes) => tf.sqrt(tf.sum(tf.square(x), axes, true)),
  ReduceSumSquare: (x, axes) => tf.sum(tf.square(x), axes, true),
  ReduceLogSumExp: logSumExp,
  ReduceLogSum: (x, axes) => tf.log(tf.sum(x, axes, true)),
};

/** f along one axis of x, which f takes as the last. */
function alongAxis(x: Value, axis: number, f: (x: tf.Tensor) => tf.Tensor): Value {
  if (x.isLast && axis === 1) return Value.ofLast(f(x.last()), x.rank);
  const plain = x.plain();
  if (axis === x.rank - 1) return Value.ofPlain(f(plain));
  const order = [...x.shape.keys()];
  [order[axis], order[x.rank - 1]] = [x.rank - 1, axis];
  return Value.ofPlain(tf.transpose(f(tf.transpose(plain, order)), order));
}

/** Softmax and its like: along one axis since opset 13, before along all from one on. */
function soft(inputs: Inputs, call: Call, f: (x: tf.Tensor) => tf.Tensor): Value {
  const x = need(inputs, 0);
  if (call.opset >= 13) return alongAxis(x, axisOf(call.number('axis', -1), x.rank), f);
  const axis = axisOf(call.number('axis', 1), x.rank);
  const rest = x.shape.slice(axis).reduce((product, n) => product * n, 1);
  return Value.ofPlain(tf.reshape(f(tf.reshape(x.plain(), [-1, rest])), [...x.shape]));
}

export const REDUCE: OperatorTable = {
  ...Object.fromEntries(
    Object.entries(REDUCTIONS).map(([name, f]) => [name, (inputs, call) => reduced(inputs, call, f)]),
  ),
  Softmax: (inputs, call) => soft(inputs, call, (x) => tf.softmax(x)),
  LogSoftmax: (inputs, call) => soft(inputs, call, (x) => tf.logSoftmax(x)),
};
