import * as tf from '@tensorflow/tfjs-core';
import type { OptionsOf } from '../../../src-shared/attacks/index.ts';
import { defineGradientAttack } from './parts/attack.ts';
import { nextWeights, type Weights } from './parts/search-weight.ts';
import { jerkiness, jerkinessGradient } from './parts/jerkiness.ts';
import { project } from './parts/project.ts';

/** Decay rates of Adam's averages, and the constant that keeps its division finite (Kingma and Ba 2015). */
const [BETA_1, BETA_2, TINY] = [0.9, 0.999, 1e-8];

interface Search extends Weights {
  delta: tf.Tensor2D;
  /** Adam's averages of the gradient and of its square. */
  first: tf.Tensor2D;
  second: tf.Tensor2D;
  /** Steps of this search so far. */
  steps: number;
  /** (batch, 1): 1 where this search has reached the goal. */
  reached: tf.Tensor2D;
  /** The smoothest δ that has reached the goal in any search, as it would be stored; its Var(Δδ), ∞ if there is none. */
  best: tf.Tensor2D;
  bestJerkiness: tf.Tensor2D;
  [name: string]: tf.TensorContainer;
}

/**
 * min Var(Δδ) + c·max(0, κ − m(x + δ)), where m is how far the logits are beyond the decision: the smoothness-penalised
 * attack of Chen et al. 2020 (ECGadv). Adam from δ = 0, again for each c of a binary search per record: smaller where
 * it fooled, larger where it did not. Of all δ that fool as they would be stored, the one with the smallest Var(Δδ) is
 * kept, else the last. Unlike in the paper δ is held within ±ε, since stored signals have bounds: a large ε has no
 * effect.
 */
export const attack = defineGradientAttack<OptionsOf<'ecgadv'>, Search>((problem, options) => {
  const { epsilonUnits, adamSteps, binarySearchSteps, learningRateUnits, initialC, confidence } = options;
  const [batch] = problem.shape;
  const fresh = (): Pick<Search, 'delta' | 'first' | 'second' | 'steps' | 'reached'> => ({
    delta: tf.zeros(problem.shape),
    first: tf.zeros(problem.shape),
    second: tf.zeros(problem.shape),
    steps: 0,
    reached: tf.zeros([batch, 1]),
  });

  const step = (search: Search): Search => {
    const { gradient: fooling, logits } = problem.gradientAndLogits(search.delta);
    const isShort = tf.cast(tf.less(problem.advantage(logits), confidence), 'float32');
    const slope = tf.sub(problem.restrict(jerkinessGradient(search.delta)), tf.mul(tf.mul(search.c, isShort), fooling));
    const steps = search.steps + 1;
    const first: tf.Tensor2D = tf.add(tf.mul(BETA_1, search.first), tf.mul(1 - BETA_1, slope));
    const second: tf.Tensor2D = tf.add(tf.mul(BETA_2, search.second), tf.mul(1 - BETA_2, tf.square(slope)));
    const mean = tf.div(first, 1 - BETA_1 ** steps);
    const size = tf.add(tf.sqrt(tf.div(second, 1 - BETA_2 ** steps)), TINY);
    const moved = tf.sub(search.delta, tf.mul(learningRateUnits, tf.div(mean, size)));
    return keepSmoothest({ ...search, delta: project(moved as tf.Tensor2D, epsilonUnits), first, second, steps });
  };

  const keepSmoothest = (search: Search): Search => {
    const stored = problem.stored(search.delta);
    const roughness = jerkiness(stored);
    const fools = tf.greater(problem.advantage(problem.logits(stored)), 0);
    const isBetter = tf.logicalAnd(fools, tf.less(roughness, search.bestJerkiness)) as tf.Tensor2D;
    return {
      ...search,
      reached: tf.maximum(search.reached, tf.cast(fools, 'float32')),
      best: tf.where(tf.tile(isBetter, [1, problem.shape[1]]), stored, search.best),
      bestJerkiness: tf.where(isBetter, roughness, search.bestJerkiness),
    };
  };

  return {
    start: () => ({
      ...fresh(),
      c: tf.fill([batch, 1], initialC),
      low: tf.zeros([batch, 1]),
      high: tf.fill([batch, 1], Infinity),
      best: tf.zeros(problem.shape),
      bestJerkiness: tf.fill([batch, 1], Infinity),
    }),
    phases: [
      {
        steps: binarySearchSteps * adamSteps,
        next: (search) =>
          step(search.steps < adamSteps ? search : { ...search, ...nextWeights(search, search.reached), ...fresh() }),
      },
    ],
    perturbation: ({ best, bestJerkiness, delta }) =>
      tf.where(tf.tile(tf.equal(bestJerkiness, Infinity), [1, problem.shape[1]]), delta, best),
  };
});
