import { z } from 'zod';
import { defineAttack } from './define-attack.ts';
import { kernels, MOST_STEPS, PGD_FIELDS } from './fields.ts';
import { optionMeta } from './option-meta.ts';

export const sap = defineAttack({
  method: 'sap',
  name: 'SAP',
  sentence: () => 'Smooth adversarial perturbation: starts from PGD, then searches among smooth perturbations only.',
  paper: 'Han et al. 2020',
  traits: { blackBox: false, iterative: true, smooth: 'searched', hasBudget: true },
  options: {
    ...PGD_FIELDS,
    /** On θ, after the PGD start. */
    sapSteps: z
      .int()
      .min(1)
      .max(MOST_STEPS)
      .default(40)
      .register(optionMeta, {
        flag: 'sap-steps',
        label: () => 'SAP steps',
        help: () => 'Iterations on the smooth perturbation, after the PGD start.',
        isEffort: true,
      }),
    kernels,
  },
  steps: ({ pgdSteps, sapSteps }) => [pgdSteps, sapSteps],
});
