import type * as tf from '@tensorflow/tfjs-core';
import type { AttackOptions } from '../../../../src-shared/attacks/index.ts';
import type { AttackBatch } from '../../objective/batch.ts';
import type { BlackBox } from '../../objective/black-box.ts';
import type { InputGradient } from '../../objective/gradient.ts';
import type { AttackHooks, AttackResult } from './attack-result.ts';

/** What an attack may ask about the batch that it attacks. δ is (batch, samples) in ADC units throughout. */
export interface Problem {
  readonly shape: [batch: number, samples: number];
  /** δ₀: 0, or what the options and this restart draw for each record. */
  start(): tf.Tensor2D;
  /** ∇_δ of the attack's loss at x + δ; 0 where δ may not act. */
  gradient(delta: tf.Tensor2D): tf.Tensor2D;
  /** The same with the logits at x + δ. */
  gradientAndLogits(delta: tf.Tensor2D): InputGradient;
  /** v with zeros where δ may not act while it is sought (the padding, if `masked`). */
  restrict(v: tf.Tensor2D): tf.Tensor2D;
  /** δ as it would be stored: whole units within ⌊ε⌋, 0 in the padding. */
  stored(delta: tf.Tensor2D): tf.Tensor2D;
  /** (batch, classes) at x + δ. */
  logits(delta: tf.Tensor2D): tf.Tensor2D;
  /** (batch, 1): by how much logits are beyond the decision that is aimed for; above 0 where the goal is reached. */
  advantage(logits: tf.Tensor2D): tf.Tensor2D;
}

export interface Phase<State extends tf.TensorContainer = tf.Tensor2D> {
  steps: number;
  /** One step; called within a tidy. */
  next(state: State): State;
}

/**
 * An attack as its equations: the state it starts from, phases of steps on it, and the δ that the last state stands
 * for. Batching, restarts, progress, cancelling, judging and memory are not its business.
 */
export interface Attack<State extends tf.TensorContainer = tf.Tensor2D> {
  start(): State;
  phases: Phase<State>[];
  /** δ from the last state; the state itself for all but the smoothed attacks and ECGadv. */
  perturbation(state: State): tf.Tensor2D;
}

/** An attack that climbs a gradient: what src-main/attacks/run does step by step. */
export interface GradientAttack<Options = AttackOptions, State extends tf.TensorContainer = tf.TensorContainer> {
  kind: 'gradient';
  equations(problem: Problem, options: Options): Attack<State>;
}

/** An attack that sees logits only, and does all its steps itself. Throws as `attackBatch` does. */
export interface BlackBoxAttack<Options = AttackOptions> {
  kind: 'black-box';
  search(
    forward: BlackBox,
    batch: AttackBatch,
    options: Options,
    hooks?: AttackHooks,
  ): Promise<AttackResult & { queries: number[] }>;
}

export function defineGradientAttack<Options, State extends tf.TensorContainer = tf.Tensor2D>(
  equations: GradientAttack<Options, State>['equations'],
): GradientAttack<Options, State> {
  return { kind: 'gradient', equations };
}

export function defineBlackBoxAttack<Options>(search: BlackBoxAttack<Options>['search']): BlackBoxAttack<Options> {
  return { kind: 'black-box', search };
}
