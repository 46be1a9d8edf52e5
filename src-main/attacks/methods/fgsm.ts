import * as tf from '@tensorflow/tfjs-core';
import type { AttackOptions } from '../../../src-shared/attacks/attack-options.ts';
import type { Attack, Problem } from './parts/attack.ts';
import { sign } from './parts/sign.ts';

/** δ = ε·sign ∇ₓℓ: the fast gradient sign method (Goodfellow, Shlens, Szegedy 2015), one step in L∞. */
export function fgsm(problem: Problem, { epsilonUnits }: AttackOptions): Attack {
  return {
    start: () => tf.zeros(problem.shape),
    phases: [{ steps: 1, next: (delta) => tf.mul(epsilonUnits, sign(problem.gradient(delta))) }],
    perturbation: (delta) => delta,
  };
}
