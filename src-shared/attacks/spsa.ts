import { z } from 'zod';
import { defineAttack } from './define-attack.ts';
import { alphaUnits, kernels, LARGEST_UNITS, MOST_STEPS, seed } from './fields.ts';
import { optionMeta } from './option-meta.ts';

export const spsa = defineAttack({
  method: 'spsa',
  name: 'SPSA (black box)',
  sentence: () =>
    'Searches among smooth perturbations without a gradient: it shows the model pairs of signals and goes where they fool more. It stops at each record as soon as that is fooled.',
  paper: 'Spall 1992; Uesato et al. 2018',
  traits: { blackBox: true, iterative: true, smooth: 'searched', hasBudget: true },
  loss: 'margin',
  options: {
    alphaUnits,
    kernels,
    seed,
    /** On θ, at most. */
    spsaSteps: z
      .int()
      .min(1)
      .max(MOST_STEPS)
      .default(100)
      .register(optionMeta, {
        flag: 'spsa-steps',
        label: () => 'SPSA steps',
        help: () => 'Steps without a gradient at most; a record ends with the step that fools the model.',
        isEffort: true,
      }),
    spsaPairs: z
      .int()
      .min(1)
      .max(1000)
      .default(5)
      .register(optionMeta, {
        flag: 'spsa-pairs',
        label: () => 'Pairs per step',
        help: () => 'How many pairs of signals each step shows to the model: more of them guess its slope better.',
        isEffort: true,
      }),
    blockSamples: z
      .int()
      .min(1)
      .max(100_000)
      .default(20)
      .register(optionMeta, {
        flag: 'block',
        label: () => 'Block length',
        help: () => 'How many samples a probe of SPSA moves together: longer blocks leave fewer things to find out.',
        unit: 'samples',
      }),
    /** c, how far θ is moved to both sides for a pair. */
    probeUnits: z
      .number()
      .positive()
      .max(LARGEST_UNITS)
      .default(2)
      .register(optionMeta, {
        flag: 'probe',
        label: () => 'Probe c',
        help: () => 'How far a pair of SPSA goes to both sides before it is smoothed.',
        unit: 'adc',
      }),
  },
  steps: ({ spsaSteps }) => [spsaSteps],
  evaluationsPerStep: ({ spsaPairs }) => spsaPairs,
});
