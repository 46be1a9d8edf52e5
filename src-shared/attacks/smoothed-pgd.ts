import { defineAttack } from './define-attack.ts';
import { kernels, PGD_FIELDS } from './fields.ts';
import { m } from '../messages/compiled/messages.js';

export const smoothedPgd = defineAttack({
  method: 'smoothed-pgd',
  name: 'Smoothed PGD',
  sentence: m.attacks_smoothed_pgd_sentence,
  paper: 'Han et al. 2020',
  traits: { blackBox: false, iterative: true, smooth: 'afterwards', hasBudget: true },
  options: { ...PGD_FIELDS, kernels },
  steps: ({ pgdSteps }) => [pgdSteps],
});
