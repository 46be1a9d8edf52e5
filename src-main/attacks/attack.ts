import type * as tf from '@tensorflow/tfjs-core';

/** What an attack may ask about the batch that it attacks. */
export interface Problem {
  /** ∇_δ of the attack's loss at x + δ, for δ (batch, samples) in ADC units; 0 where δ may not act. */
  gradient(delta: tf.Tensor2D): tf.Tensor2D;
  /** v with zeros where δ may not act while it is sought (the padding, if `masked`). */
  restrict(v: tf.Tensor2D): tf.Tensor2D;
}

export interface Phase {
  steps: number;
  /** One step; called within a tidy. */
  next(state: tf.Tensor2D): tf.Tensor2D;
}

/**
 * An attack as its equations: phases of steps on a state that starts at 0, and the δ that the last state stands for.
 * Batching, progress, cancelling, judging and memory are not its business.
 */
export interface Attack {
  phases: Phase[];
  /** δ (batch, samples) from the last state; the state itself for all but the smoothed attacks. */
  perturbation(state: tf.Tensor2D): tf.Tensor2D;
}
