import { z } from 'zod';
import { defineAttack } from './define-attack.ts';
import { alphaUnits, DEVICE_FIELDS, loss, MOST_STEPS, SUBSPACE_FIELDS } from './fields.ts';
import { optionMeta } from './option-meta.ts';
import { m } from '../messages/compiled/messages.js';

export const universal = defineAttack({
  method: 'universal',
  name: 'Universal perturbation',
  sentence: m.attacks_universal_sentence,
  paper: 'Moosavi-Dezfooli et al. 2017; Shafahi et al. 2020',
  traits: { blackBox: false, iterative: true, smooth: 'none', hasBudget: true, asksMore: true },
  options: {
    loss,
    alphaUnits,
    ...SUBSPACE_FIELDS,
    universalSteps: z.int().min(1).max(MOST_STEPS).default(200).register(optionMeta, {
      flag: 'universal-steps',
      label: m.attacks_option_universal_steps_label,
      help: m.attacks_option_universal_steps_help,
      isEffort: true,
    }),
    ...DEVICE_FIELDS,
    /** How many records it is found on, none of which is attacked. */
    foundOnRecords: z.int().min(1).max(100_000).default(100).register(optionMeta, {
      flag: 'found-on',
      label: m.attacks_option_found_on_label,
      help: m.attacks_option_found_on_help,
      isEffort: true,
    }),
    /** After how many samples it repeats itself. */
    patternSamples: z.int().min(1).max(1_000_000).default(3000).register(optionMeta, {
      flag: 'pattern',
      label: m.attacks_option_pattern_label,
      help: m.attacks_option_pattern_help,
      unit: 'samples',
    }),
    /** Each record has it from its first sample on; otherwise from a random one, so that it need not be aligned with the heart. */
    aligned: z.boolean().default(false).register(optionMeta, {
      flag: 'aligned',
      label: m.attacks_option_aligned_label,
      help: m.attacks_option_aligned_help,
    }),
  },
  steps: ({ universalSteps }) => [universalSteps],
});
