import * as tf from '@tensorflow/tfjs-core';
import type { Classifier } from '../../ml/network/classifier.ts';
import type { Goal } from './goal.ts';
import { attackLoss, type LossName } from './loss.ts';

/** ∇ₓ of the attack's loss (batch, samples), and the logits (batch, classes) of the same forward pass at x. */
export interface InputGradient {
  gradient: tf.Tensor2D;
  logits: tf.Tensor2D;
}

/** The caller (or its tidy) disposes of both tensors. */
export function inputGradient(
  classifier: Classifier,
  x: tf.Tensor2D,
  goal: Goal,
  loss: LossName = 'cross-entropy',
): InputGradient {
  const forward: tf.Tensor2D[] = [];
  const gradient = tf.grad((v) => {
    const logits = tf.keep(classifier.logits(v as tf.Tensor2D));
    forward.push(logits);
    return attackLoss(logits, goal, loss);
  })(x) as tf.Tensor2D;
  const logits = tf.clone(forward[0]!);
  tf.dispose(forward);
  return { gradient, logits };
}
