import * as tf from '@tensorflow/tfjs-core';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { NetworkOutput } from '../../../src-shared/models/network-ports.ts';
import type { Ending, ForeignModel } from '../network/foreign-model.ts';

/** Below it a probability is not told from 0 in single precision. */
const LEAST_PROBABILITY = 1e-37;

/**
 * A network's output for inputs of its own as logits (batch, classes); differentiable where the network is. A last softmax
 * or sigmoid is left out, so that logits are exact; probabilities that the network makes in another way become their
 * logarithms. One number for a record is that of the second of two classes. Throws AppError 'bad-input' for an output that
 * is not one number for each class.
 */
export function networkLogits(model: ForeignModel, x: tf.Tensor, gives: NetworkOutput['gives']): tf.Tensor2D {
  const scores = flat(model.scores(x), x.shape[0] as number);
  const isSingle = scores.shape[1] === 1;
  const logits = exactLogits(model.ending, gives) ? scores : logarithm(scores, isSingle);
  return isSingle ? tf.concat([tf.zerosLike(logits), logits], 1) : logits;
}

/** Whether the logits are those that the network computed, and not rebuilt from rounded probabilities. */
export function exactLogits(ending: Ending, gives: NetworkOutput['gives']): boolean {
  return ending !== 'linear' || gives !== 'probabilities';
}

function logarithm(probabilities: tf.Tensor2D, isSingle: boolean): tf.Tensor2D {
  const log = (p: tf.Tensor2D): tf.Tensor2D => tf.log(tf.maximum(p, LEAST_PROBABILITY));
  return isSingle ? tf.sub(log(probabilities), log(tf.sub(1, probabilities) as tf.Tensor2D)) : log(probabilities);
}

function flat(output: tf.Tensor, batch: number): tf.Tensor2D {
  const sizes = output.shape.slice(1).filter((size) => size !== 1);
  if (output.shape[0] === batch && sizes.length <= 1) return tf.reshape(output, [batch, sizes[0] ?? 1]);
  throw new AppError(
    'bad-input',
    `The network gives an array of shape (${output.shape.join(', ')}) for ${batch} records; it should give (${batch}, classes).`,
  );
}
