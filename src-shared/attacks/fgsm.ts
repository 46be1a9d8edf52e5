import { defineAttack } from './define-attack.ts';
import { loss } from './fields.ts';
import { m } from '../messages/compiled/messages.js';

export const fgsm = defineAttack({
  method: 'fgsm',
  name: 'FGSM',
  sentence: m.attacks_fgsm_sentence,
  paper: 'Goodfellow et al. 2015',
  traits: { blackBox: false, iterative: false, smooth: 'none', hasBudget: true },
  options: { loss },
  steps: () => [1],
});
