import { z } from 'zod';
import { defineAttack } from './define-attack.ts';
import { LARGEST_UNITS, MOST_STEPS } from './fields.ts';
import { optionMeta } from './option-meta.ts';

/** Its paper has no budget: ε is a cap, by default the same as everywhere, so that attacks are compared at one size. */
export const ecgadv = defineAttack({
  method: 'ecgadv',
  name: 'ECGadv',
  sentence: () =>
    'Looks for the smoothest perturbation that fools: Adam, and for each record a search for the weight of both.',
  paper: 'Chen et al. 2020',
  traits: { blackBox: false, iterative: true, smooth: 'penalised', hasBudget: false },
  loss: 'margin',
  options: {
    binarySearchSteps: z
      .int()
      .min(1)
      .max(30)
      .default(6)
      .register(optionMeta, {
        flag: 'binary-search-steps',
        label: () => 'Searches',
        help: () =>
          'How often ECGadv searches each record, each time with another weight c of fooling against smoothness.',
        isEffort: true,
      }),
    adamSteps: z
      .int()
      .min(1)
      .max(MOST_STEPS)
      .default(100)
      .register(optionMeta, {
        flag: 'adam-steps',
        label: () => 'Adam steps',
        help: () => 'Steps of Adam in each search of ECGadv.',
        isEffort: true,
      }),
    learningRateUnits: z
      .number()
      .positive()
      .max(LARGEST_UNITS)
      .default(0.5)
      .register(optionMeta, {
        flag: 'learning-rate',
        label: () => 'Learning rate',
        help: () => 'About how far Adam moves a sample in one step of ECGadv.',
        unit: 'adc',
      }),
    initialC: z
      .number()
      .positive()
      .max(1e9)
      .default(1)
      .register(optionMeta, {
        flag: 'initial-c',
        label: () => 'First c',
        help: () => 'The weight of fooling against smoothness with which ECGadv begins.',
      }),
    confidence: z
      .number()
      .min(0)
      .max(1000)
      .default(0)
      .register(optionMeta, {
        flag: 'confidence',
        label: () => 'Confidence κ',
        help: () => 'By how much ECGadv pushes the logits beyond the decision.',
      }),
  },
  steps: ({ binarySearchSteps, adamSteps }) => [binarySearchSteps * adamSteps],
});
