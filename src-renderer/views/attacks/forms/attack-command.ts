import { ATTACK_FIELDS } from '../../../../src-shared/attacks/attack-fields.ts';
import { METHOD_DESCRIPTIONS, type AttackOptionName } from '../../../../src-shared/attacks/attack-methods.ts';
import {
  attackOptionsSchema,
  type AttackOptions,
  type AttackTarget,
} from '../../../../src-shared/attacks/attack-options.ts';
import { CLASS_CODES, type Split } from '../../../../src-shared/ecg.ts';
import { shellWord } from '../../../format/command.ts';

export interface CommandSubject {
  /** undefined while none is chosen. */
  dataset: { name: string } | undefined;
  model: { name: string } | undefined;
  split: Split;
  limit: number | undefined;
}

/** The same attack for the command line, as one types it after `npm run equipoise --`: all that is not its default. */
export function attackCommand(subject: CommandSubject, options: AttackOptions): string {
  return ['attack', `--method ${options.method}`, ...subjectFlags(subject), ...optionFlags(options)].join(' ');
}

/** Which records and which model. */
export function subjectFlags({ dataset, model, split, limit }: CommandSubject): string[] {
  return [
    ...(dataset === undefined ? [] : [`--dataset ${shellWord(dataset.name)}`]),
    ...(model === undefined ? [] : [`--model ${shellWord(model.name)}`]),
    `--split ${split}`,
    ...(limit === undefined ? [] : [`--limit ${limit}`]),
  ];
}

/** Every option that the method uses and that is not its default, but for those that something else decides. */
export function optionFlags(options: AttackOptions, omit: readonly AttackOptionName[] = []): string[] {
  const defaults = attackOptionsSchema.parse({ method: options.method });
  return METHOD_DESCRIPTIONS[options.method].uses.flatMap((name) => {
    const value = options[name];
    if (value === defaults[name] || omit.includes(name)) return [];
    if (name === 'target') return targetFlag(options.target);
    return [value === true ? `--${ATTACK_FIELDS[name].flag}` : `--${ATTACK_FIELDS[name].flag} ${value}`];
  });
}

function targetFlag(target: AttackTarget): string[] {
  if (target === null) return [];
  if (target === 'han2020') return ['--protocol han2020'];
  // Quoted: a shell takes a ~ of its own for the home folder.
  return [`--target ${CLASS_CODES[target] === '~' ? "'~'" : CLASS_CODES[target]}`];
}
