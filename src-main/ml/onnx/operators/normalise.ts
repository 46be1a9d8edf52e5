import * as tf from '@tensorflow/tfjs-core';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { axisOf } from '../values/shapes.ts';
import { Value } from '../values/value.ts';
import { need, notTranslated, type OperatorTable } from './operator.ts';

/** (x − mean)/√(variance + ε) over these axes. */
function standardised(x: tf.Tensor, axes: number[], epsilon: number): tf.Tensor {
  const centred = tf.sub(x, tf.mean(x, axes, true));
  const variance = tf.mean(tf.square(centred), axes, true);
  return tf.div(centred, tf.sqrt(tf.add(variance, epsilon)));
}

/** Batch norm of evaluation: a factor and a shift for each channel. */
function batchNorm(x: Value, parameters: readonly Value[], epsilon: number): Value {
  const [scale, shift, mean, variance] = parameters as [Value, Value, Value, Value];
  if (!parameters.every(({ isConstant }) => isConstant))
    throw notTranslated('Batch normalisation whose statistics depend on the record');
  // Exporters share equal weights, so that one scale may belong to several statistics.
  const of = `${parameters.map(({ id }) => id).join(' ')} ${epsilon}`;
  const factor = scale.derived(`factor ${of}`, () =>
    tf.tidy(() => tf.div(scale.plain(), tf.sqrt(tf.add(variance.plain(), epsilon)))),
  );
  const offset = shift.derived(`offset ${of}`, () =>
    tf.tidy(() => tf.sub(shift.plain(), tf.mul(mean.plain(), factor))),
  );
  const channelsAtEnd = x.rank === 3 || x.rank === 4;
  if (!channelsAtEnd && x.rank !== 2) throw new AppError('unavailable', `Of ${x.rank} axes it is not translated.`);
  const y = tf.add(tf.mul(channelsAtEnd ? x.last() : x.plain(), factor), offset);
  return channelsAtEnd ? Value.ofLast(y, x.rank) : Value.ofPlain(y);
}

export const NORMALISE: OperatorTable = {
  BatchNormalization(inputs, call) {
    if (call.number('training_mode', 0) === 1) throw notTranslated('Batch normalisation in training');
    const parameters = [1, 2, 3, 4].map((at) => need(inputs, at));
    return batchNorm(need(inputs, 0), parameters, call.number('epsilon', 1e-5));
  },
  InstanceNormalization(inputs, call) {
    const x = need(inputs, 0);
    const y = standardised(x.last(), [1, 2], call.number('epsilon', 1e-5));
    return Value.ofLast(tf.add(tf.mul(y, need(inputs, 1).plain()), need(inputs, 2).plain()), x.rank);
  },
  LayerNormalization(inputs, call) {
    const x = need(inputs, 0).plain();
    const first = axisOf(call.number('axis', -1), x.rank);
    const axes = x.shape.map((_, i) => i).filter((axis) => axis >= first);
    const y = tf.mul(standardised(x, axes, call.number('epsilon', 1e-5)), need(inputs, 1).plain());
    return Value.ofPlain(inputs[2] ? tf.add(y, inputs[2].plain()) : y);
  },
  GroupNormalization(inputs, call) {
    const x = need(inputs, 0);
    const groups = call.number('num_groups', 1);
    const stored = x.last();
    const [batch, rows, time, channels] = stored.shape;
    const each = channels / groups;
    if (!Number.isInteger(each)) throw new AppError('damaged', `${channels} channels in ${groups} groups.`);
    const table = tf.reshape(stored, [batch, rows * time, groups, each]);
    const y = tf.reshape(standardised(table, [1, 3], call.number('epsilon', 1e-5)), [batch, rows, time, channels]);
    // Before opset 21 there is one scale for each group.
    const [scale, bias] = [1, 2].map((at) => {
      const given = need(inputs, at);
      if (given.shape[0] === channels) return given.plain();
      return tf.reshape(tf.tile(tf.reshape(given.plain(), [groups, 1]), [1, each]), [channels]);
    }) as [tf.Tensor, tf.Tensor];
    return Value.ofLast(tf.add(tf.mul(y, scale), bias), x.rank);
  },
};
