import * as tf from '@tensorflow/tfjs-core';
import type { OptionsOf } from '../../../src-shared/attacks/index.ts';
import { defineGradientAttack } from './parts/attack.ts';
import { project } from './parts/project.ts';
import { sign } from './parts/sign.ts';

type PgdOptions = Pick<OptionsOf<'pgd'>, 'epsilonUnits' | 'alphaUnits' | 'pgdSteps'>;

/** δ₀ = 0 or uniform in ±ε, δ ← clip(δ + α·sign ∇ℓ(x + δ), ±ε): projected gradient descent in L∞ (Madry et al. 2018). */
export const attack = defineGradientAttack<PgdOptions>((problem, { epsilonUnits, alphaUnits, pgdSteps }) => ({
  start: () => problem.start(),
  phases: [
    {
      steps: pgdSteps,
      next: (delta) => project(tf.add(delta, tf.mul(alphaUnits, sign(problem.gradient(delta)))), epsilonUnits),
    },
  ],
  perturbation: (delta) => delta,
}));
