import { z } from 'zod';
import { defineAttack } from './define-attack.ts';
import { kernels, MOST_STEPS, PGD_FIELDS } from './fields.ts';
import { optionMeta } from './option-meta.ts';
import { m } from '../messages/compiled/messages.js';

export const sap = defineAttack({
  method: 'sap',
  name: 'SAP',
  sentence: m.attacks_sap_sentence,
  paper: 'Han et al. 2020',
  traits: { blackBox: false, iterative: true, smooth: 'searched', hasBudget: true },
  options: {
    ...PGD_FIELDS,
    /** On θ, after the PGD start. */
    sapSteps: z.int().min(1).max(MOST_STEPS).default(40).register(optionMeta, {
      flag: 'sap-steps',
      label: m.attacks_option_sap_steps_label,
      help: m.attacks_option_sap_steps_help,
      isEffort: true,
    }),
    kernels,
  },
  steps: ({ pgdSteps, sapSteps }) => [pgdSteps, sapSteps],
});
