import { attackOptionsSchema, type AttackOptions, type AttackTarget } from '../../../src-shared/attack-options.ts';
import { CLASS_CODES, type Split } from '../../../src-shared/ecg.ts';
import { shellWord } from '../../format/command.ts';

export interface AttackChoice {
  /** Names; undefined while none is chosen. */
  dataset: string | undefined;
  model: string | undefined;
  split: Split;
  limit: number | undefined;
  options: AttackOptions;
}

const FLAGS = {
  epsilonUnits: 'epsilon',
  alphaUnits: 'alpha',
  pgdSteps: 'pgd-steps',
  sapSteps: 'sap-steps',
  kernels: 'kernels',
  padding: 'padding',
} as const;

/** The same attack for the command line, as one types it after `npm run equipoise --`: all that is not its default. */
export function attackCommand({ dataset, model, split, limit, options }: AttackChoice): string {
  const defaults = attackOptionsSchema.parse({ method: options.method });
  return [
    `attack --method ${options.method}`,
    ...(dataset === undefined ? [] : [`--dataset ${shellWord(dataset)}`]),
    ...(model === undefined ? [] : [`--model ${shellWord(model)}`]),
    `--split ${split}`,
    ...(limit === undefined ? [] : [`--limit ${limit}`]),
    ...Object.entries(FLAGS).flatMap(([key, flag]) => {
      const value = options[key as keyof typeof FLAGS];
      return value === defaults[key as keyof typeof FLAGS] ? [] : [`--${flag} ${value}`];
    }),
    ...targetFlag(options.target),
  ].join(' ');
}

function targetFlag(target: AttackTarget): string[] {
  if (target === null) return [];
  if (target === 'han2020') return ['--protocol han2020'];
  // Quoted: a shell takes a ~ of its own for the home folder.
  return [`--target ${CLASS_CODES[target] === '~' ? "'~'" : CLASS_CODES[target]}`];
}
