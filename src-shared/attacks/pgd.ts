import { defineAttack } from './define-attack.ts';
import { PGD_FIELDS } from './fields.ts';

export const pgd = defineAttack({
  method: 'pgd',
  name: 'PGD',
  sentence: () => 'Many small steps along the sign of the gradient, kept within the budget. The result looks jagged.',
  paper: 'Madry et al. 2018',
  traits: { blackBox: false, iterative: true, smooth: 'none', hasBudget: true },
  options: PGD_FIELDS,
  steps: ({ pgdSteps }) => [pgdSteps],
});
