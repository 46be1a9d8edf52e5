import { defineAttack } from './define-attack.ts';
import { labelQueries, SUBSPACE_FIELDS } from './fields.ts';
import { m } from '../messages/compiled/messages.js';

export const rays = defineAttack({
  method: 'rays',
  name: 'RayS (labels only)',
  sentence: m.attacks_rays_sentence,
  paper: 'Chen and Gu 2020',
  traits: { blackBox: true, iterative: true, smooth: 'none', hasBudget: true },
  loss: 'margin',
  options: { ...SUBSPACE_FIELDS, labelQueries },
  steps: ({ labelQueries: queries }) => [queries],
});
