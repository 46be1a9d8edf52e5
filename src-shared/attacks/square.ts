import { defineAttack } from './define-attack.ts';
import { BALL_FIELDS, squareQueries } from './fields.ts';
import { m } from '../messages/compiled/messages.js';

export const square = defineAttack({
  method: 'square',
  name: 'Square (black box)',
  sentence: m.attacks_square_sentence,
  paper: 'Andriushchenko et al. 2020',
  traits: { blackBox: true, iterative: true, smooth: 'none', hasBudget: true },
  loss: 'margin',
  options: { ...BALL_FIELDS, squareQueries },
  steps: ({ squareQueries: queries }) => [queries],
});
