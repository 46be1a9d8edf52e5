import type { OptionsOf } from '../../../src-shared/attacks/index.ts';
import { averagedKernel } from '../smoothing/kernels.ts';
import { smooth } from '../smoothing/smooth.ts';
import { defineGradientAttack } from './parts/attack.ts';
import { attack as pgd } from './pgd.ts';

/** δ = K̄ ⊗ δ_PGD: PGD's perturbation smoothed afterwards, nothing optimised (the control of Han et al. 2020). */
export const attack = defineGradientAttack<OptionsOf<'smoothed-pgd'>>((problem, options) => {
  const kernel = averagedKernel(options.kernels);
  return { ...pgd.equations(problem, options), perturbation: (delta) => smooth(delta, kernel) };
});
