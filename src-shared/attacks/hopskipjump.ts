import { defineAttack } from './define-attack.ts';
import { BALL_FIELDS, labelQueries } from './fields.ts';
import { m } from '../messages/compiled/messages.js';

export const hopskipjump = defineAttack({
  method: 'hopskipjump',
  name: 'HopSkipJump (labels only)',
  sentence: m.attacks_hopskipjump_sentence,
  paper: 'Chen, Jordan and Wainwright 2020',
  traits: { blackBox: true, iterative: true, smooth: 'none', hasBudget: true },
  loss: 'margin',
  options: { ...BALL_FIELDS, labelQueries },
  steps: ({ labelQueries: queries }) => [queries],
});
