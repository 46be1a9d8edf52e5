import * as tf from '@tensorflow/tfjs-core';
import type { NetworkDescription } from '../files/network-file.ts';
import type { ForeignModel } from '../network/foreign-model.ts';
import { networkInput } from './network-input.ts';

/** Numbers that a forward pass over one record makes in all, for each sample that the network takes: at least 1. */
export function measureActivations(
  model: ForeignModel,
  { input, unitsPerMv }: Pick<NetworkDescription, 'input' | 'unitsPerMv'>,
  samples: number,
): number {
  const { memory } = tf;
  let made = 0;
  // A tape keeps what passes between the layers until the gradient has been computed.
  const grow = (v: tf.Tensor): tf.Tensor => {
    const before = memory().numBytes;
    const sum = tf.sum(model.scores(networkInput(v as tf.Tensor2D, input, unitsPerMv)));
    made = memory().numBytes - before;
    return sum;
  };
  tf.tidy(() => (model.differentiable ? tf.grad(grow) : grow)(tf.ones([1, samples]) as tf.Tensor2D));
  return Math.max(1, made / 4 / samples);
}
