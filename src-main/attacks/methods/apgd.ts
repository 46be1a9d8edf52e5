import * as tf from '@tensorflow/tfjs-core';
import type { OptionsOf } from '../../../src-shared/attacks/index.ts';
import type { Problem } from '../objective/problem.ts';
import { defineGradientAttack } from './parts/attack.ts';
import { ballOf } from './parts/ball.ts';
import { pick } from './parts/pick.ts';

/** How much of a step is the new one, the rest being the momentum of the last (α in the paper). */
const NEW = 0.75;
/** ρ: the step is halved where the loss rose in fewer of the steps since the last checkpoint. */
const RISING = 0.75;
/** The first interval between checkpoints, how much shorter each next one is, and the shortest, as shares of all steps. */
const [FIRST, SHORTER, SHORTEST] = [0.22, 0.03, 0.06];

interface Search {
  delta: tf.Tensor2D;
  previous: tf.Tensor2D;
  /** ∇ℓ and ℓ (batch, 1) at δ. */
  gradient: tf.Tensor2D;
  loss: tf.Tensor2D;
  /** η (batch, 1). */
  size: tf.Tensor2D;
  /** Of the highest loss so far. */
  best: tf.Tensor2D;
  bestGradient: tf.Tensor2D;
  bestLoss: tf.Tensor2D;
  /** Since the last checkpoint: how often the loss rose (batch, 1); its best loss then, and whether η was halved there. */
  rises: tf.Tensor2D;
  lastBest: tf.Tensor2D;
  wasHalved: tf.Tensor2D;
  /** The δ that is furthest beyond the decision, so that rounding can hardly bring it back, and how far it is (batch, 1). */
  furthest: tf.Tensor2D;
  advantage: tf.Tensor2D;
  steps: number;
  sinceCheck: number;
  interval: number;
  [name: string]: tf.TensorContainer;
}

/**
 * z = P(δ + η·s(∇ℓ)), δ ← P(δ + α(z − δ) + (1 − α)(δ − δ₋₁)), s the steepest direction of the norm: Auto-PGD (Croce and
 * Hein 2020). η starts at 2ε; at checkpoints it is halved, and the search goes back to its best δ, for each record whose
 * loss rose in fewer than ρ of the steps, or whose best loss and η have not changed since the last checkpoint. Unlike in the
 * public code the δ that is kept is not the last that fools but the one that fools most clearly.
 */
export const attack = defineGradientAttack<OptionsOf<'apgd'>, Search>((problem, options) => {
  const { epsilonUnits, norm, apgdSteps } = options;
  const ball = ballOf(norm, epsilonUnits);
  const share = (part: number): number => Math.max(Math.floor(part * apgdSteps), 1);

  const step = (search: Search): Search => {
    const { delta, previous, size, gradient } = search;
    const z = ball.project(tf.add(delta, tf.mul(size, ball.steepest(gradient))));
    const isFirst = search.steps === 0;
    const mixed = tf.add(tf.mul(NEW, tf.sub(z, delta)), tf.mul(1 - NEW, tf.sub(delta, previous)));
    const next = isFirst ? z : ball.project(tf.add(delta, mixed));
    const at = look(problem, next);
    const rose = tf.cast(tf.greater(at.loss, search.loss), 'float32');
    const isBetter = tf.greater<tf.Tensor2D>(at.loss, search.bestLoss);
    const isFurther = tf.greater<tf.Tensor2D>(at.advantage, search.advantage);
    return {
      ...search,
      ...{ delta: next, previous: delta, gradient: at.gradient, loss: at.loss },
      best: pick(isBetter, next, search.best),
      bestGradient: pick(isBetter, at.gradient, search.bestGradient),
      bestLoss: tf.maximum(at.loss, search.bestLoss),
      rises: tf.add(search.rises, rose),
      furthest: pick(isFurther, next, search.furthest),
      advantage: tf.maximum(at.advantage, search.advantage),
      steps: search.steps + 1,
      sinceCheck: search.sinceCheck + 1,
    };
  };

  const check = (search: Search): Search => {
    if (search.sinceCheck < search.interval) return search;
    const { rises, bestLoss, lastBest, wasHalved, size } = search;
    const seldom = tf.lessEqual(rises, RISING * search.interval);
    const stuck = tf.logicalAnd(tf.logicalNot(tf.cast(wasHalved, 'bool')), tf.lessEqual(bestLoss, lastBest));
    const halve = tf.logicalOr<tf.Tensor2D>(seldom, stuck);
    return {
      ...search,
      size: tf.where(halve, tf.mul(0.5, size), size),
      delta: pick(halve, search.best, search.delta),
      gradient: pick(halve, search.bestGradient, search.gradient),
      rises: tf.zerosLike(rises),
      lastBest: bestLoss,
      wasHalved: tf.cast(halve, 'float32'),
      sinceCheck: 0,
      interval: Math.max(search.interval - share(SHORTER), share(SHORTEST)),
    };
  };

  return {
    start: () => {
      const delta = problem.start();
      const { gradient, loss, advantage } = look(problem, delta);
      const [batch] = problem.shape;
      return {
        ...{ delta, previous: delta, gradient, loss, size: tf.fill([batch, 1], 2 * epsilonUnits) },
        ...{ best: delta, bestGradient: gradient, bestLoss: loss },
        ...{ rises: tf.zeros([batch, 1]), lastBest: loss, wasHalved: tf.ones([batch, 1]) },
        ...{ furthest: delta, advantage, steps: 0, sinceCheck: 0, interval: share(FIRST) },
      };
    },
    phases: [{ steps: apgdSteps, next: (search) => check(step(search)) }],
    perturbation: ({ furthest, advantage, best }) => pick(tf.greater(advantage, 0), furthest, best),
  };
});

/** ∇ℓ, ℓ and how far beyond the decision, at δ. */
function look(
  problem: Problem,
  delta: tf.Tensor2D,
): { gradient: tf.Tensor2D; loss: tf.Tensor2D; advantage: tf.Tensor2D } {
  const { gradient, logits } = problem.gradientAndLogits(delta);
  return { gradient, loss: problem.signedLoss(logits), advantage: problem.advantage(logits) };
}
