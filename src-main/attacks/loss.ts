import * as tf from '@tensorflow/tfjs-core';
import type { ClassIndex } from '../../src-shared/ecg.ts';

/** What each record of a batch is attacked towards or away from, as the loss uses it. */
export interface Goal {
  /** (batch, classes): 1 at the target, or at the label that the attack leaves. */
  readonly oneHot: tf.Tensor2D;
  /** (batch, 1): +1 where the loss of that class is driven up (untargeted), −1 where it is driven down (targeted). */
  readonly direction: tf.Tensor2D;
}

/** `targets[i]` null: away from `labels[i]`. The caller disposes of both tensors. */
export function makeGoal(
  labels: ArrayLike<ClassIndex>,
  targets: ArrayLike<ClassIndex | null>,
  classCount: number,
): Goal {
  const batch = labels.length;
  const oneHot = new Float32Array(batch * classCount);
  const direction = new Float32Array(batch);
  for (let i = 0; i < batch; i++) {
    const target = targets[i] ?? null;
    oneHot[i * classCount + (target ?? labels[i]!)] = 1;
    direction[i] = target === null ? 1 : -1;
  }
  return { oneHot: tf.tensor2d(oneHot, [batch, classCount]), direction: tf.tensor2d(direction, [batch, 1]) };
}

/** ℓ of each record: the cross-entropy −log softmax(z)_y of logits z (batch, classes), as (batch, 1). */
export function crossEntropy(logits: tf.Tensor2D, oneHot: tf.Tensor2D): tf.Tensor2D {
  return tf.tidy(() => tf.sub(tf.logSumExp(logits, 1, true), tf.sum(tf.mul(logits, oneHot), 1, true)));
}

/**
 * Σᵢ ±ℓᵢ over the batch, so that each record's gradient is its own; an attack climbs it, whatever its goal.
 *
 * Its gradient, softmax(z) − oneHot, is spelt without that difference: for a sure model p_y rounds to 1 and p_y − 1
 * would be exactly 0, and sign(0) stalls an attack. −Σ_{j≠y} p_j is the same number, at full precision.
 */
export function attackLoss(logits: tf.Tensor2D, { oneHot, direction }: Goal): tf.Scalar {
  const signedSum = tf.customGrad((z, save) => {
    (save as tf.GradSaveFunc)([z as tf.Tensor2D]);
    return {
      value: tf.sum(tf.mul(direction, crossEntropy(z as tf.Tensor2D, oneHot))),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const others = tf.mul(tf.softmax(saved[0]!), tf.sub(1, oneHot));
        const slope = tf.sub(others, tf.mul(oneHot, tf.sum(others, 1, true)));
        return tf.mul(dy, tf.mul(direction, slope));
      },
    };
  });
  return signedSum(logits) as tf.Scalar;
}
