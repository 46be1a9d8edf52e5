import type { AttackOptions } from '../../../src-shared/attacks/attack-options.ts';
import type { Attack, Problem } from './parts/attack.ts';
import { averagedKernel } from '../smoothing/kernels.ts';
import { pgd } from './pgd.ts';
import { smooth } from '../smoothing/smooth.ts';

/** δ = K̄ ⊗ δ_PGD: PGD's perturbation smoothed afterwards, nothing optimised (the control of Han et al. 2020). */
export function smoothedPgd(problem: Problem, options: AttackOptions): Attack {
  const kernel = averagedKernel(options.kernels);
  return { ...pgd(problem, options), perturbation: (delta) => smooth(delta, kernel) };
}
