import { defineAttack } from './define-attack.ts';
import { BALL_FIELDS, fabSteps } from './fields.ts';
import { m } from '../messages/compiled/messages.js';

export const fab = defineAttack({
  method: 'fab',
  name: 'FAB',
  sentence: m.attacks_fab_sentence,
  paper: 'Croce and Hein 2020',
  traits: { blackBox: false, iterative: true, smooth: 'none', hasBudget: true },
  loss: 'difference',
  options: { ...BALL_FIELDS, fabSteps },
  steps: ({ fabSteps: steps }) => [steps],
  aimsAtEach: () => true,
});
