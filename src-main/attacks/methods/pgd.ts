import * as tf from '@tensorflow/tfjs-core';
import type { AttackOptions } from '../../../src-shared/attacks/attack-options.ts';
import type { Attack, Problem } from './parts/attack.ts';
import { project } from './parts/project.ts';
import { sign } from './parts/sign.ts';

/** δ₀ = 0 or uniform in ±ε, δ ← clip(δ + α·sign ∇ℓ(x + δ), ±ε): projected gradient descent in L∞ (Madry et al. 2018). */
export function pgd(problem: Problem, { epsilonUnits, alphaUnits, pgdSteps }: AttackOptions): Attack {
  return {
    start: () => problem.start(),
    phases: [
      {
        steps: pgdSteps,
        next: (delta) => project(tf.add(delta, tf.mul(alphaUnits, sign(problem.gradient(delta)))), epsilonUnits),
      },
    ],
    perturbation: (delta) => delta,
  };
}
