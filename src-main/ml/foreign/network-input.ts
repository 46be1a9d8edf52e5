import * as tf from '@tensorflow/tfjs-core';
import type { NetworkInput } from '../../../src-shared/models/network-ports.ts';

/** As standard deviations and ranges are kept from 0: a flat record becomes 0, not infinite. */
const LEAST_SPREAD = 1e-6;

/**
 * Signals (batch, samples), ADC units, as the network takes them; differentiable. The unit comes first, then the fixed
 * mean and deviation, the record's own normalisation, zeros or a cut, and the axes.
 */
export function networkInput(x: tf.Tensor2D, input: NetworkInput, unitsPerMv: number): tf.Tensor {
  const { unit, mean, deviation } = input;
  const perUnit = { mV: 1 / unitsPerMv, uV: 1000 / unitsPerMv, adc: 1 }[unit];
  // In one multiplication where nothing is subtracted, so that a network that takes ADC units gets just those.
  const scale = perUnit / deviation;
  const scaled = scale === 1 ? x : tf.mul(x, scale);
  const shifted: tf.Tensor2D = mean === 0 ? (scaled as tf.Tensor2D) : tf.sub(scaled, mean / deviation);
  const fitted = fit(normalised(shifted, input.normalise), input);
  const [batch, samples] = fitted.shape;
  return tf.reshape(
    fitted,
    input.axes.map((axis) => ({ batch, time: samples, one: 1 })[axis]),
  );
}

function normalised(x: tf.Tensor2D, how: NetworkInput['normalise']): tf.Tensor2D {
  const over = (spread: tf.Tensor): tf.Tensor => tf.maximum(spread, LEAST_SPREAD);
  switch (how) {
    case 'none':
      return x;
    case 'z-score': {
      const centred = tf.sub(x, tf.mean(x, 1, true));
      // √ has no slope at 0, where a flat record is.
      const deviation = tf.sqrt(tf.maximum(tf.mean(tf.square(centred), 1, true), LEAST_SPREAD ** 2));
      return tf.div(centred, over(deviation));
    }
    case 'min-max': {
      const least = tf.min(x, 1, true);
      return tf.div(tf.sub(x, least), over(tf.sub(tf.max(x, 1, true), least)));
    }
    case 'peak':
      return tf.div(x, over(tf.max(tf.abs(x), 1, true)));
  }
}

function fit(x: tf.Tensor2D, { length, fit: where }: NetworkInput): tf.Tensor2D {
  const [batch, samples] = x.shape;
  if (length === null || samples === length) return x;
  const front = { after: 0, before: 1, around: 0.5 }[where];
  if (samples > length) return tf.slice(x, [0, Math.floor((samples - length) * front)], [batch, length]);
  const before = Math.floor((length - samples) * front);
  return tf.pad(x, [
    [0, 0],
    [before, length - samples - before],
  ]);
}
