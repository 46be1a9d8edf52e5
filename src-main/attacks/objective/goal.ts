import * as tf from '@tensorflow/tfjs-core';
import type { ClassIndex } from '../../../src-shared/ecg.ts';

/** What each record of a batch is attacked towards or away from, as the loss uses it. */
export interface Goal {
  /** (batch, classes): 1 at the target, or at the label that the attack leaves. */
  readonly oneHot: tf.Tensor2D;
  /** (batch, classes): 1 at the label of a record that is led to another class; else 0 throughout. */
  readonly leaving: tf.Tensor2D;
  /** (batch, 1): +1 where the loss of that class is increased (untargeted), −1 where it is decreased (targeted). */
  readonly direction: tf.Tensor2D;
}

/** `targets[i]` null: away from `labels[i]`. The caller disposes of the tensors. */
export function makeGoal(
  labels: ArrayLike<ClassIndex>,
  targets: ArrayLike<ClassIndex | null>,
  classCount: number,
): Goal {
  const batch = labels.length;
  const oneHot = new Float32Array(batch * classCount);
  const leaving = new Float32Array(batch * classCount);
  const direction = new Float32Array(batch);
  for (let i = 0; i < batch; i++) {
    const label = labels[i]!;
    const target = targets[i] ?? null;
    oneHot[i * classCount + (target ?? label)] = 1;
    if (target !== null && target !== label) leaving[i * classCount + label] = 1;
    direction[i] = target === null ? 1 : -1;
  }
  return {
    oneHot: tf.tensor2d(oneHot, [batch, classCount]),
    leaving: tf.tensor2d(leaving, [batch, classCount]),
    direction: tf.tensor2d(direction, [batch, 1]),
  };
}
