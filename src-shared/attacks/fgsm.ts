import { defineAttack } from './define-attack.ts';
import { loss } from './fields.ts';

export const fgsm = defineAttack({
  method: 'fgsm',
  name: 'FGSM',
  sentence: () => 'One step of the full budget along the sign of the gradient.',
  paper: 'Goodfellow et al. 2015',
  traits: { blackBox: false, iterative: false, smooth: 'none', hasBudget: true },
  options: { loss },
  steps: () => [1],
});
