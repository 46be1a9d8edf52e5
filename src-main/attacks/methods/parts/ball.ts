import * as tf from '@tensorflow/tfjs-core';
import type { AttackNorm } from '../../../../src-shared/attacks/fields.ts';
import { project } from './project.ts';
import { sign } from './sign.ts';

/** The geometry of a budget: all δ (batch, samples) of at most ε ADC units in one norm. Sizes are (batch, 1). */
export interface Ball {
  /** ‖v‖. */
  size(v: tf.Tensor2D): tf.Tensor2D;
  /** The nearest δ within the budget. */
  project(delta: tf.Tensor2D): tf.Tensor2D;
  /** The direction of size 1 in which a function with this gradient grows fastest; 0 where the gradient is. */
  steepest(gradient: tf.Tensor2D): tf.Tensor2D;
  /** The smallest step from where a linear function with this gradient has this value to where it is 0. */
  toZero(value: tf.Tensor2D, gradient: tf.Tensor2D): tf.Tensor2D;
}

/** Keeps divisions by the size of a vanishing gradient finite. */
const TINY = 1e-12;

export function ballOf(norm: AttackNorm, epsilonUnits: number): Ball {
  return norm === 'l2' ? euclidean(epsilonUnits) : maximum(epsilonUnits);
}

function maximum(epsilonUnits: number): Ball {
  return {
    size: largest,
    project: (delta) => project(delta, epsilonUnits),
    steepest: sign,
    toZero: (value, gradient) =>
      tf.mul(tf.neg(tf.div(value, tf.add(tf.sum(tf.abs(gradient), 1, true), TINY))), sign(gradient)),
  };
}

function euclidean(epsilonUnits: number): Ball {
  const direction = (v: tf.Tensor2D): tf.Tensor2D => tf.div(v, tf.maximum(length(v), TINY));
  /** From the largest part on: the squares of a confident model's gradient would all be 0 in single precision. */
  const steepest = (v: tf.Tensor2D): tf.Tensor2D => {
    const top = largest(v);
    return direction(tf.div(v, tf.where(tf.equal(top, 0), tf.onesLike(top), top)));
  };
  return {
    size: length,
    project: (delta) => tf.mul(delta, tf.minimum(1, tf.div(epsilonUnits, tf.maximum(length(delta), TINY)))),
    steepest,
    toZero: (value, gradient) => tf.mul(tf.neg(tf.div(value, tf.add(length(gradient), TINY))), steepest(gradient)),
  };
}

const length = (v: tf.Tensor2D): tf.Tensor2D => tf.sqrt(tf.sum(tf.square(v), 1, true));
const largest = (v: tf.Tensor2D): tf.Tensor2D => tf.max(tf.abs(v), 1, true);
