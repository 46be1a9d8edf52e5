import * as tf from '@tensorflow/tfjs-core';
import { uniform, type RandomGenerator } from '../../numeric/random.ts';

/**
 * Dropout of x, (batch, 1, time, channels) or (batch, channels): of whole channels, because samples next to each other
 * carry the same information, or of single values. What is kept is scaled so that the mean is unchanged.
 */
export function dropout(x: tf.Tensor, rate: number, perChannel: boolean, random: RandomGenerator): tf.Tensor {
  if (!perChannel && x.rank === 4) return tf.mul(x, tf.tensor(maskOfValues(x.size, rate, random), x.shape));
  const [batch, channels] = [x.shape[0] as number, x.shape.at(-1) as number];
  const mask = new Float32Array(batch * channels);
  for (let i = 0; i < mask.length; i += 1) mask[i] = uniform(random) < rate ? 0 : 1 / (1 - rate);
  return tf.mul(x, tf.tensor(mask, x.rank === 4 ? [batch, 1, 1, channels] : [batch, channels]));
}

/** There are millions of values: each takes 16 bits of a random number, so the rate is met to 1 in 65,536. */
function maskOfValues(size: number, rate: number, random: RandomGenerator): Float32Array {
  const mask = new Float32Array(size);
  const limit = Math.round(rate * 65536);
  const kept = 1 / (1 - limit / 65536);
  for (let i = 0; i < size; i += 2) {
    const bits = random.next();
    mask[i] = (bits & 0xffff) < limit ? 0 : kept;
    mask[i + 1] = bits >>> 16 < limit ? 0 : kept;
  }
  return mask;
}
