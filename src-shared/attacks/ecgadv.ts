import { z } from 'zod';
import { defineAttack } from './define-attack.ts';
import { LARGEST_UNITS, MOST_STEPS } from './fields.ts';
import { optionMeta } from './option-meta.ts';
import { m } from '../messages/compiled/messages.js';

/** Its paper has no budget: ε is a cap, by default the same as everywhere, so that attacks are compared at one size. */
export const ecgadv = defineAttack({
  method: 'ecgadv',
  name: 'ECGadv',
  sentence: m.attacks_ecgadv_sentence,
  paper: 'Chen et al. 2020',
  traits: { blackBox: false, iterative: true, smooth: 'penalised', hasBudget: false },
  loss: 'margin',
  options: {
    binarySearchSteps: z.int().min(1).max(30).default(6).register(optionMeta, {
      flag: 'binary-search-steps',
      label: m.attacks_option_binary_search_steps_label,
      help: m.attacks_option_binary_search_steps_help,
      isEffort: true,
    }),
    adamSteps: z.int().min(1).max(MOST_STEPS).default(100).register(optionMeta, {
      flag: 'adam-steps',
      label: m.attacks_option_adam_steps_label,
      help: m.attacks_option_adam_steps_help,
      isEffort: true,
    }),
    learningRateUnits: z.number().positive().max(LARGEST_UNITS).default(0.5).register(optionMeta, {
      flag: 'learning-rate',
      label: m.attacks_option_learning_rate_label,
      help: m.attacks_option_learning_rate_help,
      unit: 'adc',
    }),
    initialC: z.number().positive().max(1e9).default(1).register(optionMeta, {
      flag: 'initial-c',
      label: m.attacks_option_initial_c_label,
      help: m.attacks_option_initial_c_help,
    }),
    confidence: z.number().min(0).max(1000).default(0).register(optionMeta, {
      flag: 'confidence',
      label: m.attacks_option_confidence_label,
      help: m.attacks_option_confidence_help,
    }),
  },
  steps: ({ binarySearchSteps, adamSteps }) => [binarySearchSteps * adamSteps],
});
