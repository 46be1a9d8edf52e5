import { defaultTrainOptions, type Architecture } from '../../../../src-shared/models/train-options.ts';
import { shellWord } from '../../../format/command.ts';

export interface TrainChoice {
  /** Names; undefined or empty while there is none. */
  dataset: string | undefined;
  name: string;
  model: Architecture;
  seeds: readonly number[];
  numbers: Partial<Record<string, number>>;
  augment: boolean;
  /** Names. */
  startFrom: string | undefined;
  teachers: readonly string[];
}

/** Options that the command line has too. */
const FLAGS = {
  epochs: 'epochs',
  batchSize: 'batch-size',
  learningRate: 'learning-rate',
  patience: 'patience',
  towers: 'towers',
  teacherShare: 'teacher-share',
  width: 'width',
  weightDecay: 'weight-decay',
  labelSmoothing: 'label-smoothing',
  averageDecay: 'average-decay',
  adversaryMicrovolts: 'adversary-microvolts',
  adversarySteps: 'adversary-steps',
  tradesBeta: 'trades-beta',
  noiseMicrovolts: 'noise-microvolts',
} as const;

/** The same training for the command line, as far as it has the options: everything that is not the model's default. */
export function trainCommand({
  dataset,
  name,
  model,
  seeds,
  numbers,
  augment,
  startFrom,
  teachers,
}: TrainChoice): string {
  const defaults = defaultTrainOptions(model);
  return [
    `train --model ${model}`,
    ...(dataset === undefined ? [] : [`--dataset ${shellWord(dataset)}`]),
    ...(name === '' ? [] : [`--name ${shellWord(name)}`]),
    seeds.length > 1 ? `--seeds ${seeds.join(',')}` : `--seed ${seeds[0] ?? defaults.seed}`,
    ...Object.entries(FLAGS).flatMap(([key, flag]) => {
      const value = numbers[key];
      return value === undefined || value === defaults[key as keyof typeof FLAGS] ? [] : [`--${flag} ${value}`];
    }),
    ...(augment || !defaults.augment ? [] : ['--no-augment']),
    ...(startFrom === undefined ? [] : [`--start-from ${shellWord(startFrom)}`]),
    ...(teachers.length === 0 ? [] : [`--teachers ${shellWord(teachers.join(','))}`]),
  ].join(' ');
}
