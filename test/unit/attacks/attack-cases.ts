import { attackOptionsSchema, type AttackOptions } from '../../../src-shared/attacks/index.ts';
import type { AttackLoss, KernelSet } from '../../../src-shared/attacks/fields.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';
import type { TinyWeights } from './tiny-classifier.ts';

/** One computed case: the form of the oracle's file and of our own golden file. */
export interface AttackCase {
  seed: number;
  padding: AttackOptions['padding'];
  target: ClassIndex | null;
  kernels: KernelSet;
  epsilon: number;
  alpha: number;
  pgdSteps: number;
  sapSteps: number;
  padLeft: number;
  padRight: number;
  x: number[];
  predicted: ClassIndex;
  logits: number[];
  loss: number;
  inputGradient: number[];
  fgsm: number[];
  pgd: number[];
  posthoc: number[];
  theta: number[];
  sap: number[];
  logitsAfter: Record<'fgsm' | 'pgd' | 'posthoc' | 'sap', number[]>;
  /** Of the losses beside cross-entropy: not in the oracle's file. */
  losses?: Record<'margin' | 'dlr', { value: number; inputGradient: number[]; pgd: number[] }>;
  weights: TinyWeights;
}

export interface AttackCases {
  kernelCross25: number[];
  kernelPaired5: number[];
  cases: AttackCase[];
}

export function nameOf(c: AttackCase): string {
  return `seed ${c.seed}, ${c.padding} padding, ${c.kernels}, ${c.target === null ? 'untargeted' : `to class ${c.target}`}`;
}

export function optionsOf(
  c: AttackCase,
  method: AttackOptions['method'],
  loss: AttackLoss = 'cross-entropy',
): AttackOptions {
  const { epsilon, alpha, pgdSteps, sapSteps, kernels, padding, target } = c;
  return attackOptionsSchema.parse({
    method,
    loss,
    epsilonUnits: epsilon,
    alphaUnits: alpha,
    pgdSteps,
    sapSteps,
    kernels,
    padding,
    target,
  });
}
