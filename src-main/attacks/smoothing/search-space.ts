import type { AttackOptions } from '../../../src-shared/attacks/index.ts';
import { kernelsOf, optionOf } from '../../../src-shared/attacks/options.ts';
import type { Problem } from '../objective/problem.ts';
import { averagedKernel } from './kernels.ts';
import { smooth, type SignalMap } from './smooth.ts';

/** What an attack searches in, and the δ (batch, samples) that each of its points stands for. */
export interface SearchSpace {
  problem: Problem;
  delta: SignalMap;
}

/**
 * The space that the options name: δ itself, or θ with δ(θ) = m·(K̄ ⊗ (m·θ)), as in SAP. That map is linear and its own adjoint,
 * so that ∇_θ is the same map of ∇_δ; K̄'s weights are convex, so that δ(θ) is within every budget that θ is within.
 */
export function searchSpace(problem: Problem, options: AttackOptions): SearchSpace {
  if (optionOf(options, 'subspace') !== 'smooth') return { problem, delta: (v) => v };
  const kernel = averagedKernel(kernelsOf(options));
  const delta: SignalMap = (v) => problem.restrict(smooth(problem.restrict(v), kernel));
  const gradientAndLogits: Problem['gradientAndLogits'] = (theta) => {
    const { gradient, logits } = problem.gradientAndLogits(delta(theta));
    return { gradient: delta(gradient), logits };
  };
  return {
    delta,
    problem: {
      ...problem,
      gradientAndLogits,
      gradient: (theta) => gradientAndLogits(theta).gradient,
      stored: (theta) => problem.stored(delta(theta)),
      logits: (theta) => problem.logits(delta(theta)),
    },
  };
}
