import { defineAttack } from './define-attack.ts';
import { apgdSteps, BALL_FIELDS, fabSteps, squareQueries } from './fields.ts';
import { m } from '../messages/compiled/messages.js';

/** Its steps are those of APGD, of APGD at each class, of FAB and of Square. */
export const autoattack = defineAttack({
  method: 'autoattack',
  name: 'AutoAttack',
  sentence: m.attacks_autoattack_sentence,
  paper: 'Croce and Hein 2020',
  traits: { blackBox: false, iterative: true, smooth: 'none', hasBudget: true },
  options: { ...BALL_FIELDS, apgdSteps, fabSteps, squareQueries },
  steps: (options) => [options.apgdSteps, options.apgdSteps, options.fabSteps, options.squareQueries],
});
