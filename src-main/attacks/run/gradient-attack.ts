import { setImmediate as otherWork } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { AttackOptions } from '../../../src-shared/attacks/index.ts';
import type { Classifier } from '../../ml/network/classifier.ts';
import { sumOf } from '../../numeric/sums.ts';
import type { AttackHooks, AttackResult } from '../methods/parts/attack-result.ts';
import type { GradientAttack } from '../methods/parts/attack.ts';
import type { AttackBatch } from '../objective/batch.ts';
import { openProblem, type OpenProblem, type Start } from '../objective/problem.ts';
import { rowsOf } from '../objective/rows-of.ts';
import { searchSpace } from '../smoothing/search-space.ts';

/** The outcome of one attack on a batch. */
export interface Outcome extends AttackResult {
  /** How good it is, if requested: it takes one more forward pass. */
  judged?: Judgement;
}

/** Per record, at the signal that would be stored. */
export interface Judgement {
  /** It reaches the goal: a class other than the label, or the target. */
  reached: boolean[];
  /** The loss that was increased; how far beyond the decision, for an attack that aims at class after class. */
  loss: number[];
}

/** Which attack, from which of its starts, and whether to judge it. */
export interface GradientRun extends Start {
  attack: GradientAttack;
  options: AttackOptions;
  judge: boolean;
}

/** One attack of every record of a batch, from one start. Throws and cleans up as `attackBatch` does. */
export async function gradientAttack(
  classifier: Classifier,
  batch: AttackBatch,
  { attack: { equations }, options, restart, rank, judge }: GradientRun,
  hooks: AttackHooks,
): Promise<Outcome> {
  const problem = await openProblem(classifier, batch, options, { restart, rank });
  const space = searchSpace(problem, options);
  const attack = equations(space.problem, options);
  const steps = sumOf(attack.phases, (phase) => phase.steps);
  let state = tf.tidy(() => attack.start());
  try {
    let done = 0;
    for (const phase of attack.phases) {
      for (let i = 0; i < phase.steps; i++) {
        await otherWork();
        if (hooks.signal?.aborted) throw new AppError('cancelled', `Stopped after ${done} of ${steps} attack steps.`);
        const next = tf.tidy(() => phase.next(state));
        disposeReplaced(state, next);
        state = next;
        hooks.onStep?.(++done, steps);
      }
    }
    const zeroGradientSteps = await problem.zeroGradientSteps();
    const delta = tf.tidy(() => space.delta(attack.perturbation(state)));
    try {
      const adversarial = await rowsOf(tf.tidy(() => problem.example(delta)));
      return {
        adversarial,
        zeroGradientSteps,
        ...(judge ? { judged: await judgeStored(problem, delta, rank !== undefined) } : {}),
      };
    } finally {
      delta.dispose();
    }
  } finally {
    tf.dispose(state);
    problem.dispose();
  }
}

/** A step may pass parts of its state on unchanged. */
function disposeReplaced(state: tf.TensorContainer, next: tf.TensorContainer): void {
  const kept = new Set(tf.tensor_util.getTensorsInContainer(next));
  for (const tensor of tf.tensor_util.getTensorsInContainer(state)) if (!kept.has(tensor)) tensor.dispose();
}

async function judgeStored(problem: OpenProblem, delta: tf.Tensor2D, isRanked: boolean): Promise<Judgement> {
  const stored = await problem.asStored(delta);
  const judged = tf.tidy(() => {
    const logits = problem.logits(stored);
    const advantage = problem.advantage(logits);
    return tf.concat([advantage, isRanked ? advantage : problem.signedLoss(logits)], 1);
  });
  stored.dispose();
  const rows = await rowsOf(judged);
  return { reached: rows.map(([advantage]) => advantage! > 0), loss: rows.map(([, loss]) => loss!) };
}
