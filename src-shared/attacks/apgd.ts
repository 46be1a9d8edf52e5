import { z } from 'zod';
import { defineAttack } from './define-attack.ts';
import { apgdSteps, BALL_FIELDS, DEVICE_FIELDS, loss, START_FIELDS } from './fields.ts';
import { optionMeta } from './option-meta.ts';
import { m } from '../messages/compiled/messages.js';

export const apgd = defineAttack({
  method: 'apgd',
  name: 'Auto-PGD',
  sentence: m.attacks_apgd_sentence,
  paper: 'Croce and Hein 2020',
  traits: { blackBox: false, iterative: true, smooth: 'none', hasBudget: true },
  options: {
    loss,
    ...BALL_FIELDS,
    apgdSteps,
    /** Targeted at each other class in turn, where there is no target: with the DLR loss, APGD-T. */
    eachClass: z.boolean().default(false).register(optionMeta, {
      flag: 'each-class',
      label: m.attacks_option_each_class_label,
      help: m.attacks_option_each_class_help,
    }),
    ...START_FIELDS,
    ...DEVICE_FIELDS,
  },
  steps: ({ apgdSteps: steps }) => [steps],
  aimsAtEach: ({ eachClass }) => eachClass,
});
