import * as tf from '@tensorflow/tfjs-core';
import type { Goal } from './goal.ts';

/** ℓ (batch, 1) of each record and ∂ℓ/∂z (batch, classes). */
export interface LossAndSlope {
  value: tf.Tensor2D;
  slope: tf.Tensor2D;
}

/** Below the resolution of float32 logits: keeps a ratio of equal logits finite. */
const LEAST_SPREAD = 1e-6;
const LOWEST = 1e30;
/** The least numbers of classes for which the DLR loss is defined: away from the label, and towards a target. */
export const DLR_CLASSES = { untargeted: 3, targeted: 4 };

/**
 * max_{j≠k} z_j − z_k, where k is the goal's class: above 0 where another class wins (Carlini and Wagner 2017). Linear
 * in the logits, so that its gradient does not shrink for a confident model.
 */
export function marginLoss(z: tf.Tensor2D, { oneHot }: Goal): LossAndSlope {
  const slope: tf.Tensor2D = tf.sub(strongestBut(z, oneHot), oneHot);
  return { value: dot(z, slope), slope };
}

/**
 * The difference of logits ratio of Croce and Hein 2020, which no scaling of the logits changes. Away from y:
 * (max_{j≠y} z_j − z_y) / (z_(1) − z_(3)). Towards t, from the label y: (z_y − z_t) / (z_(1) − (z_(3) + z_(4))/2), to be
 * decreased; where the label is t itself, from the strongest other class. Needs as many classes as `DLR_CLASSES` says.
 */
export function dlrLoss(z: tf.Tensor2D, goal: Goal): LossAndSlope {
  const { direction } = goal;
  const rise = fromLabel(z, goal);
  const [first, , third, fourth] = ranks(z, 4) as [tf.Tensor2D, tf.Tensor2D, tf.Tensor2D, tf.Tensor2D];
  const isTargeted = tf.mul(0.5, tf.sub(1, direction));
  const width: tf.Tensor2D = tf.add(tf.sub(first, third), tf.mul(isTargeted, tf.mul(0.5, tf.sub(third, fourth))));
  const spread = tf.maximum(dot(z, width), LEAST_SPREAD);
  const value: tf.Tensor2D = tf.div(dot(z, rise), spread);
  return { value, slope: tf.div(tf.sub(rise, tf.mul(value, width)), spread) };
}

/** z_y − z_t, linear in the logits, of which FAB seeks the zero; y as in the DLR loss. */
export function differenceLoss(z: tf.Tensor2D, goal: Goal): LossAndSlope {
  const slope = fromLabel(z, goal);
  return { value: dot(z, slope), slope };
}

/** (batch, classes): 1 at the class to be left, which is the strongest other one where none is named, and −1 at the goal's. */
function fromLabel(z: tf.Tensor2D, { oneHot, leaving }: Goal): tf.Tensor2D {
  const hasLeaving = tf.sum(leaving, 1, true);
  const from = tf.add(leaving, tf.mul(tf.sub(1, hasLeaving), strongestBut(z, oneHot)));
  return tf.sub(from, oneHot);
}

/** (batch, classes): 1 at the largest logit of those that `but` does not mark. */
function strongestBut(z: tf.Tensor2D, but: tf.Tensor2D): tf.Tensor2D {
  const left = tf.sub(z, tf.mul(LOWEST, but));
  return tf.cast(tf.oneHot(tf.argMax(left, 1), z.shape[1]), 'float32') as tf.Tensor2D;
}

/** One-hot rows (batch, classes) of the largest logit, the second, and so on. */
function ranks(z: tf.Tensor2D, count: number): tf.Tensor2D[] {
  const found: tf.Tensor2D[] = [];
  let taken: tf.Tensor2D = tf.zerosLike(z);
  for (let rank = 0; rank < count; rank++) {
    const next = strongestBut(z, taken);
    found.push(next);
    taken = tf.add(taken, next);
  }
  return found;
}

function dot(z: tf.Tensor2D, weights: tf.Tensor2D): tf.Tensor2D {
  return tf.sum(tf.mul(z, weights), 1, true);
}
