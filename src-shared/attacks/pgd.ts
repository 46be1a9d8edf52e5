import { defineAttack } from './define-attack.ts';
import { PGD_FIELDS } from './fields.ts';
import { m } from '../messages/compiled/messages.js';

export const pgd = defineAttack({
  method: 'pgd',
  name: 'PGD',
  sentence: m.attacks_pgd_sentence,
  paper: 'Madry et al. 2018',
  traits: { blackBox: false, iterative: true, smooth: 'none', hasBudget: true },
  options: PGD_FIELDS,
  steps: ({ pgdSteps }) => [pgdSteps],
});
