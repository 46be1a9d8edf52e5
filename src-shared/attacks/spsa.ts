import { z } from 'zod';
import { defineAttack } from './define-attack.ts';
import { alphaUnits, kernels, LARGEST_UNITS, MOST_STEPS } from './fields.ts';
import { optionMeta } from './option-meta.ts';
import { m } from '../messages/compiled/messages.js';

export const spsa = defineAttack({
  method: 'spsa',
  name: 'SPSA (black box)',
  sentence: m.attacks_spsa_sentence,
  paper: 'Spall 1992; Uesato et al. 2018',
  traits: { blackBox: true, iterative: true, smooth: 'searched', hasBudget: true },
  loss: 'margin',
  options: {
    alphaUnits,
    kernels,
    /** On θ, at most. */
    spsaSteps: z.int().min(1).max(MOST_STEPS).default(100).register(optionMeta, {
      flag: 'spsa-steps',
      label: m.attacks_option_spsa_steps_label,
      help: m.attacks_option_spsa_steps_help,
      isEffort: true,
    }),
    spsaPairs: z.int().min(1).max(1000).default(5).register(optionMeta, {
      flag: 'spsa-pairs',
      label: m.attacks_option_spsa_pairs_label,
      help: m.attacks_option_spsa_pairs_help,
      isEffort: true,
    }),
    blockSamples: z.int().min(1).max(100_000).default(20).register(optionMeta, {
      flag: 'block',
      label: m.attacks_option_block_label,
      help: m.attacks_option_block_help,
      unit: 'samples',
    }),
    /** c, how far θ is moved to both sides for a pair. */
    probeUnits: z.number().positive().max(LARGEST_UNITS).default(2).register(optionMeta, {
      flag: 'probe',
      label: m.attacks_option_probe_label,
      help: m.attacks_option_probe_help,
      unit: 'adc',
    }),
  },
  steps: ({ spsaSteps }) => [spsaSteps],
  evaluationsPerStep: ({ spsaPairs }) => spsaPairs,
});
