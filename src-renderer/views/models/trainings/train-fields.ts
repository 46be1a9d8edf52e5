import {
  trainOptionsSchema,
  type Architecture,
  type TrainOptions,
} from '../../../../src-shared/models/train-options.ts';
import { numberLimits } from '../../../../src-shared/number-limits.ts';
import { humanise } from '../../../format/words.ts';

/** The options that are one number. Those that are not have controls of their own. */
export type NumberOption = {
  [Key in keyof TrainOptions]-?: TrainOptions[Key] extends number ? Key : never;
}[keyof TrainOptions];

export interface TrainField {
  key: NumberOption;
  label: string;
  /** What the value does, in a sentence. */
  hint?: string;
  min?: number;
  max?: number;
  step: number | 'any';
}

/** Shown at once; the others under "More settings". */
export const MAIN_FIELDS: readonly NumberOption[] = ['epochs'];

export const ARCHITECTURE_SENTENCES: Record<Architecture, string> = {
  compact: '1.5 million parameters in two towers, trained on two cores in about half an hour.',
  tiny: 'Fewer than 100,000 parameters: nearly as good, and the fastest to train and to attack.',
  han2020:
    'The paper’s network: 5.5 million parameters, days on two cores. Train it on a GPU, or a narrower one for a trial.',
};

const EXPLAINED: Partial<Record<string, { label: string; hint: string }>> = {
  epochs: {
    label: 'Epochs',
    hint: 'How many times the training records are gone through. The best epoch on the validation part is kept.',
  },
  seed: { label: 'Seed', hint: 'The same seed, options and data give the same model.' },
  batchSize: {
    label: 'Batch size',
    hint: 'Records per step. More make steadier but fewer steps and need more memory.',
  },
  learningRate: {
    label: 'Learning rate',
    hint: 'Peak of the one-cycle schedule: it rises to this value and falls towards zero.',
  },
  weightDecay: {
    label: 'Weight decay',
    hint: 'Pulls the weights towards zero at every step, so that the model fits the records less closely.',
  },
  labelSmoothing: {
    label: 'Label smoothing',
    hint: 'Share of each label that is spread over the other classes, which allows for wrong labels.',
  },
  patience: {
    label: 'Patience',
    hint: 'Training ends after this many epochs without a better score; 0 continues to the last epoch.',
  },
  towers: {
    label: 'Towers',
    hint: 'Networks side by side in compact, whose logits are averaged. With one tower per core, training takes as long as for a single one.',
  },
  teacherShare: {
    label: 'Share of the teachers',
    hint: 'How much of what is learned comes from the teachers below; the rest comes from the label.',
  },
  width: {
    label: 'Width',
    hint: 'Share of the filters of han2020: 1 is the paper’s network, 0.05 is enough for a trial. Other models have a fixed width.',
  },
  adversaryMicrovolts: {
    label: 'Adversary (µV)',
    hint: 'The model learns to withstand perturbations of at most this size; 0: none. An epoch takes several times as long.',
  },
  adversarySteps: { label: 'Steps of the adversary', hint: 'In how many steps each perturbation is found.' },
  tradesBeta: {
    label: 'TRADES β',
    hint: 'How much weight it has that perturbations change nothing, beside the label of the recording itself; 0: perturbed recordings are learned with their label (PGD training).',
  },
  noiseMicrovolts: {
    label: 'Noise (µV)',
    hint: 'Standard deviation of white noise that is added to every crop: a certificate by smoothing asks for it.',
  },
  averageDecay: {
    label: 'Weight averaging',
    hint: 'Decay per step of the moving average of the weights; the average is what is evaluated and kept.',
  },
};

/** A field for every option that is a number, with the limits that the schema sets. */
export function numberFields(): TrainField[] {
  return [...numberLimits(trainOptionsSchema)].map(([key, limits]) => ({
    key: key as NumberOption,
    ...(EXPLAINED[key] ?? { label: humanise(key) }),
    ...limits,
  }));
}
