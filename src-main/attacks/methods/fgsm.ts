import * as tf from '@tensorflow/tfjs-core';
import type { OptionsOf } from '../../../src-shared/attacks/index.ts';
import { defineGradientAttack } from './parts/attack.ts';
import { sign } from './parts/sign.ts';

/** δ = ε·sign ∇ₓℓ: the fast gradient sign method (Goodfellow, Shlens, Szegedy 2015), one step in L∞. */
export const attack = defineGradientAttack<OptionsOf<'fgsm'>>((problem, { epsilonUnits }) => ({
  start: () => tf.zeros(problem.shape),
  phases: [{ steps: 1, next: (delta) => tf.mul(epsilonUnits, sign(problem.gradient(delta))) }],
  perturbation: (delta) => delta,
}));
