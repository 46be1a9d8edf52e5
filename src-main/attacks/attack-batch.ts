import { setImmediate as otherWork } from 'node:timers/promises';
import * as tf from '@tensorflow/tfjs-core';
import { AppError } from '../../src-shared/app-error.ts';
import type { AttackOptions } from '../../src-shared/attack-options.ts';
import type { Classifier } from '../ml/classifier.ts';
import type { Attack, Problem } from './attack.ts';
import { checkBatch, type AttackBatch } from './batch.ts';
import { fgsm } from './fgsm.ts';
import { forwardOnly } from './forward-only.ts';
import { openProblem } from './problem.ts';
import { pgd } from './pgd.ts';
import { sap } from './sap.ts';
import { smoothedPgd } from './smoothed-pgd.ts';
import { spsa } from './spsa.ts';

type ByGradient = Exclude<AttackOptions['method'], 'spsa'>;

const ATTACKS: Record<ByGradient, (problem: Problem, options: AttackOptions) => Attack> = {
  fgsm,
  pgd,
  'smoothed-pgd': smoothedPgd,
  sap,
};

export interface AttackHooks {
  /** After every step; for SAP, `steps` counts those of its PGD start too. */
  onStep?: ((step: number, steps: number) => void) | undefined;
  /** Looked at before every step. */
  signal?: AbortSignal | undefined;
}

export interface AttackResult {
  /** x′ of each record in ADC units, not yet quantised: equal to x in the padding, within ±ε of x up to rounding. */
  adversarial: Float32Array[];
  /** Of each record, the steps at which its whole gradient was 0, so that sign(0) left it where it was. */
  zeroGradientSteps: number[];
  /** Of each record, the forward passes that a black-box attack took, its checks of x′ included. */
  queries?: number[];
}

/**
 * Attacks records of one length at once; each record's result is its own, whatever else is in the batch. The event
 * loop gets a turn before every step, so that progress goes out and a cancel comes in. Leaves no tensor behind.
 *
 * Throws AppError 'bad-input' for a batch that cannot be attacked, 'cancelled' when the signal asks for it, and
 * 'damaged' when the classifier's gradient is not a number.
 */
export async function attackBatch(
  classifier: Classifier,
  batch: AttackBatch,
  options: AttackOptions,
  hooks: AttackHooks = {},
): Promise<AttackResult> {
  checkBatch(batch, classifier.classCount);
  if (options.method === 'spsa') return spsa(forwardOnly(classifier), batch, options, hooks);
  const problem = openProblem(classifier, batch, options);
  const attack = ATTACKS[options.method](problem, options);
  const steps = attack.phases.reduce((sum, phase) => sum + phase.steps, 0);
  let state: tf.Tensor2D = tf.zeros(problem.shape);
  try {
    let done = 0;
    for (const phase of attack.phases) {
      for (let i = 0; i < phase.steps; i++) {
        await otherWork();
        if (hooks.signal?.aborted) throw new AppError('cancelled', `Stopped after ${done} of ${steps} attack steps.`);
        const next = tf.tidy(() => phase.next(state));
        state.dispose();
        state = next;
        hooks.onStep?.(++done, steps);
      }
    }
    const zeroGradientSteps = problem.zeroGradientSteps();
    return { adversarial: rows(tf.tidy(() => problem.example(attack.perturbation(state)))), zeroGradientSteps };
  } finally {
    state.dispose();
    problem.dispose();
  }
}

function rows(signals: tf.Tensor2D): Float32Array[] {
  const [batch, samples] = signals.shape;
  const values = signals.dataSync<'float32'>();
  signals.dispose();
  return Array.from({ length: batch }, (_, i) => values.slice(i * samples, (i + 1) * samples));
}
