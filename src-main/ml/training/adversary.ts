import * as tf from '@tensorflow/tfjs-core';
import type { TrainOptions } from '../../../src-shared/models/train-options.ts';
import type { LogitsOf } from '../network/predict.ts';
import { between, type RandomGenerator } from '../../numeric/random.ts';

/** What looks for the perturbations of a training. */
export type AdversaryOptions = Pick<TrainOptions, 'adversaryMicrovolts' | 'adversarySteps'>;

/** How far the steps together could go, in radii: they can cross the ball and come back (Madry et al. 2018). */
const REACH = 2.5;

/**
 * Signals (batch, samples) in ADC units with the perturbation within ±ε that makes `loss` large: from a random start, steps
 * along the sign of the gradient, back into the ball after each. ADC units of training are microvolts. The caller
 * disposes of the result.
 */
export function worstNearby(
  x: tf.Tensor2D,
  loss: (perturbed: tf.Tensor2D) => tf.Scalar,
  { adversaryMicrovolts: epsilon, adversarySteps: steps }: AdversaryOptions,
  random: RandomGenerator,
): tf.Tensor2D {
  const start = Float32Array.from({ length: x.size }, () => between(random, -epsilon, epsilon));
  let delta = tf.tensor2d(start, x.shape);
  const slope = tf.grad((d: tf.Tensor) => loss(tf.add(x, d)));
  for (let step = 0; step < steps; step += 1) {
    const before = delta;
    delta = tf.tidy(() => {
      const moved = tf.add(before, tf.mul(tf.sign(slope(before)), (REACH * epsilon) / steps));
      return tf.clipByValue(moved, -epsilon, epsilon) as tf.Tensor2D;
    });
    before.dispose();
  }
  const perturbed = tf.add<tf.Tensor2D>(x, delta);
  delta.dispose();
  return perturbed;
}

/** Logits of the signals after the perturbation within ±ε that leads away from the classes that they have without it. */
export function attackedLogits(
  logitsOf: LogitsOf,
  x: tf.Tensor2D,
  options: AdversaryOptions,
  random: RandomGenerator,
): tf.Tensor2D {
  const plain = logitsOf(x);
  const own = tf.oneHot(tf.argMax(plain, 1), plain.shape[1]);
  const confidence = (at: tf.Tensor2D): tf.Scalar => tf.neg(tf.sum(tf.mul(own, tf.logSoftmax(logitsOf(at)))));
  return logitsOf(worstNearby(x, confidence, options, random));
}
