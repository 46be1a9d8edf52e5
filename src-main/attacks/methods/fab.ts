import * as tf from '@tensorflow/tfjs-core';
import type { OptionsOf } from '../../../src-shared/attacks/index.ts';
import { defineGradientAttack } from './parts/attack.ts';
import { ballOf } from './parts/ball.ts';
import { pick } from './parts/pick.ts';

/** How far a step overshoots the boundary (η), the most that it is drawn back to the record (α), and how far back it goes once it fools (β). */
const [OVERSHOOT, MOST_BACK, BACK] = [1.05, 0.1, 0.9];
/** Keeps the weights of two steps that are both 0 finite. */
const TINY = 1e-8;

interface Search {
  delta: tf.Tensor2D;
  /** The smallest δ that has fooled, and its size (batch, 1); ∞ if none has. */
  smallest: tf.Tensor2D;
  size: tf.Tensor2D;
  [name: string]: tf.TensorContainer;
}

/**
 * The fast adaptive boundary attack, targeted (Croce and Hein 2020): the smallest δ that leads to a class t. With f = z_t − z_y
 * made linear at δ, d₁ is the smallest step from δ to f = 0 and d₂ that from the record, a their sizes,
 * α = min(a₁/(a₁ + a₂), 0.1), and δ ← (1 − α)(δ + η·d₁) + α·η·d₂; where δ fools, δ ← β·δ. Other than the paper's, the
 * smallest is in the end stretched to the budget where that leads further beyond the decision, so that rounding does not undo it.
 */
export const attack = defineGradientAttack<OptionsOf<'fab'>, Search>((problem, { epsilonUnits, norm, fabSteps }) => {
  const ball = ballOf(norm, epsilonUnits);
  const [batch] = problem.shape;
  return {
    start: () => ({
      delta: problem.start(),
      smallest: tf.zeros(problem.shape),
      size: tf.fill([batch, 1], Infinity),
    }),
    phases: [
      {
        steps: fabSteps,
        next: ({ delta, smallest, size }) => {
          const { gradient, logits } = problem.gradientAndLogits(delta);
          const f = problem.signedLoss(logits);
          const atRecord: tf.Tensor2D = tf.sub(f, tf.sum(tf.mul(gradient, delta), 1, true));
          const [d1, d2] = [ball.toZero(f, gradient), ball.toZero(atRecord, gradient)];
          const [a1, a2] = [d1, d2].map((d) => tf.maximum(ball.size(d), TINY)) as [tf.Tensor2D, tf.Tensor2D];
          const alpha = tf.minimum(tf.div(a1, tf.add(a1, a2)), MOST_BACK);
          const onward = tf.mul(tf.sub(1, alpha), tf.add(delta, tf.mul(OVERSHOOT, d1)));
          const next: tf.Tensor2D = tf.add(onward, tf.mul(alpha, tf.mul(OVERSHOOT, d2)));
          const fools = tf.greater<tf.Tensor2D>(problem.advantage(problem.logits(next)), 0);
          const isSmaller = tf.logicalAnd(fools, tf.less(ball.size(next), size)) as tf.Tensor2D;
          return {
            delta: pick(fools, tf.mul(BACK, next), next),
            smallest: pick(isSmaller, next, smallest),
            size: tf.where(isSmaller, ball.size(next), size),
          };
        },
      },
    ],
    perturbation: ({ delta, smallest, size }) => {
      const found = ball.project(pick(tf.less(size, Infinity), smallest, delta));
      const stretched = tf.mul(found, tf.div(epsilonUnits, tf.maximum(ball.size(found), TINY))) as tf.Tensor2D;
      const [near, far] = [found, stretched].map((one) => problem.advantage(problem.logits(one)));
      return pick(tf.greater(far!, near!), stretched, found);
    },
  };
});
