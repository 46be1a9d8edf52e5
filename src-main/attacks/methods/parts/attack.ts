import type * as tf from '@tensorflow/tfjs-core';
import type { AttackOptions } from '../../../../src-shared/attacks/index.ts';
import type { AttackBatch } from '../../objective/batch.ts';
import type { BlackBox } from '../../objective/black-box.ts';
import type { Problem } from '../../objective/problem.ts';
import type { AttackHooks, AttackResult } from './attack-result.ts';

export interface Phase<State extends tf.TensorContainer = tf.Tensor2D> {
  steps: number;
  /** One step; called within a tidy. */
  next(state: State): State;
}

/**
 * An attack as its equations: the initial state, phases of steps on it, and the δ that the last state stands for.
 * Batching, restarts, progress, cancelling, judging and memory are not its concern.
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

/** Attacks one after another, each of the records that those before it have not fooled. */
export interface Cascade<Options = AttackOptions> {
  kind: 'cascade';
  /** Those for a model of so many classes, in their order, each under a name. */
  parts(options: Options, classCount: number): { name: string; options: AttackOptions }[];
}

/** One pattern for all records, found on some beforehand and judged on others. */
export interface UniversalAttack<Options = AttackOptions> {
  kind: 'universal';
  /** The next pattern (samples,), from a batch of those that it is found on; called within a tidy. */
  find(step: number, pattern: Float64Array, problem: Problem, options: Options): Float64Array;
  /** δ of each record x of a batch. */
  perturbation(pattern: Float64Array, x: readonly Float32Array[], problem: Problem, options: Options): tf.Tensor2D;
}

export type AnyEquations = GradientAttack | BlackBoxAttack | Cascade | UniversalAttack;

export function defineGradientAttack<Options, State extends tf.TensorContainer = tf.Tensor2D>(
  equations: GradientAttack<Options, State>['equations'],
): GradientAttack<Options, State> {
  return { kind: 'gradient', equations };
}

export function defineBlackBoxAttack<Options>(search: BlackBoxAttack<Options>['search']): BlackBoxAttack<Options> {
  return { kind: 'black-box', search };
}

export function defineUniversalAttack<Options>(
  equations: Omit<UniversalAttack<Options>, 'kind'>,
): UniversalAttack<Options> {
  return { kind: 'universal', ...equations };
}

export function defineCascade<Options>(parts: Cascade<Options>['parts']): Cascade<Options> {
  return { kind: 'cascade', parts };
}
