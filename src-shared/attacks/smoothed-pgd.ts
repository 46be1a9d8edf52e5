import { defineAttack } from './define-attack.ts';
import { kernels, PGD_FIELDS } from './fields.ts';

export const smoothedPgd = defineAttack({
  method: 'smoothed-pgd',
  name: 'Smoothed PGD',
  sentence: () => 'PGD, then smoothed with the Gaussian kernels once, without a further search.',
  paper: 'Han et al. 2020',
  traits: { blackBox: false, iterative: true, smooth: 'afterwards', hasBudget: true },
  options: { ...PGD_FIELDS, kernels },
  steps: ({ pgdSteps }) => [pgdSteps],
});
