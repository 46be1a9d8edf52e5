import * as tf from '@tensorflow/tfjs-core';
import type { OptionsOf } from '../../../src-shared/attacks/index.ts';
import { averagedKernel } from '../smoothing/kernels.ts';
import { smooth, type SignalMap } from '../smoothing/smooth.ts';
import { defineGradientAttack } from './parts/attack.ts';
import { project } from './parts/project.ts';
import { sign } from './parts/sign.ts';
import { attack as pgd } from './pgd.ts';

/**
 * δ(θ) = K̄ ⊗ θ; θ₀ = δ_PGD, θ ← clip(θ + α·sign ∇_θ ℓ(x + δ(θ)), ±ε): the smooth adversarial perturbation of
 * Han et al. 2020. K̄'s weights are convex, so |δ| ≤ ε without a further clip. With a mask, δ(θ) = m·(K̄ ⊗ (m·θ)).
 */
export const attack = defineGradientAttack<OptionsOf<'sap'>>((problem, options) => {
  const { epsilonUnits, alphaUnits, sapSteps } = options;
  const kernel = averagedKernel(options.kernels);
  const shape: SignalMap = (v) => problem.restrict(smooth(problem.restrict(v), kernel));
  // δ(θ) is linear in θ and its own adjoint, so that ∇_θ is the same map of ∇_δ.
  const gradient: SignalMap = (theta) => shape(problem.gradient(shape(theta)));
  const next: SignalMap = (theta) => project(tf.add(theta, tf.mul(alphaUnits, sign(gradient(theta)))), epsilonUnits);
  const { start, phases } = pgd.equations(problem, options);
  return { start, phases: [...phases, { steps: sapSteps, next }], perturbation: shape };
});
