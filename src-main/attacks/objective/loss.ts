import * as tf from '@tensorflow/tfjs-core';
import type { AttackLoss } from '../../../src-shared/attacks/fields.ts';
import type { Goal } from './goal.ts';
import { differenceLoss, dlrLoss, marginLoss, type LossAndSlope } from './logit-losses.ts';

/** Those that can be chosen, and that of FAB. */
export type LossName = AttackLoss | 'difference';

const LOSSES: Record<LossName, (z: tf.Tensor2D, goal: Goal) => LossAndSlope> = {
  'cross-entropy': crossEntropyLoss,
  margin: marginLoss,
  dlr: dlrLoss,
  difference: differenceLoss,
};

/** ±ℓ of each record at logits z (batch, classes), as (batch, 1): what an attack increases, whatever its goal. */
export function signedLoss(logits: tf.Tensor2D, goal: Goal, loss: LossName): tf.Tensor2D {
  return tf.tidy(() => tf.mul(goal.direction, LOSSES[loss](logits, goal).value));
}

/** Σᵢ ±ℓᵢ over the batch, so that each record's gradient is its own. */
export function attackLoss(logits: tf.Tensor2D, goal: Goal, loss: LossName = 'cross-entropy'): tf.Scalar {
  const signedSum = tf.customGrad((z, save) => {
    (save as tf.GradSaveFunc)([z as tf.Tensor2D]);
    return {
      value: tf.sum(signedLoss(z as tf.Tensor2D, goal, loss)),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) =>
        tf.mul(dy, tf.mul(goal.direction, LOSSES[loss](saved[0] as tf.Tensor2D, goal).slope)),
    };
  });
  return signedSum(logits) as tf.Scalar;
}

/**
 * ℓ of each record: the cross-entropy −log softmax(z)_y of logits z (batch, classes), as (batch, 1).
 * @internal Exported for its tests.
 */
export function crossEntropy(logits: tf.Tensor2D, oneHot: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => tf.sub(tf.logSumExp(logits, 1, true), tf.sum(tf.mul(logits, oneHot), 1, true)));
}

/**
 * Its slope, softmax(z) − oneHot, is computed without that difference: for a confident model p_y rounds to 1 and p_y −
 * 1 would be exactly 0, and sign(0) stalls an attack. −Σ_{j≠y} p_j is the same number, at full precision.
 */
function crossEntropyLoss(z: tf.Tensor2D, { oneHot }: Goal): LossAndSlope {
  const rest = tf.mul(tf.softmax(z), tf.sub(1, oneHot));
  return { value: crossEntropy(z, oneHot), slope: tf.sub(rest, tf.mul(oneHot, tf.sum(rest, 1, true))) };
}
