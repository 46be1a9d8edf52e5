import type { AttackTarget } from '../../../../src-shared/attacks/fields.ts';
import type { AttackOptions } from '../../../../src-shared/attacks/index.ts';
import { optionFields } from '../../../../src-shared/attacks/option-fields.ts';
import { optionOf, type AttackOptionName } from '../../../../src-shared/attacks/options.ts';
import { classesOfCard, type ClassList } from '../../../../src-shared/class-list.ts';
import type { Split } from '../../../../src-shared/ecg.ts';
import { shellWord } from '../../../format/command.ts';

export interface CommandSubject {
  /** undefined while none is chosen. */
  dataset: { name: string } | undefined;
  model: { name: string; card?: { classes?: ClassList | undefined } } | undefined;
  split: Split;
  limit: number | undefined;
}

/** The same attack for the command line, as one types it after `npm run equipoise --`: all that is not its default. */
export function attackCommand(subject: CommandSubject, options: AttackOptions): string {
  return [
    'attack',
    `--method ${options.method}`,
    ...subjectFlags(subject),
    ...optionFlags(options, classesOfCard(subject.model?.card ?? {})),
  ].join(' ');
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

/** Every option of the method that is not its default, but for those that something else decides. `classes`: of the model. */
export function optionFlags(
  options: AttackOptions,
  classes: ClassList,
  omit: readonly AttackOptionName[] = [],
): string[] {
  return optionFields(options.method).flatMap(({ kind, name, flag, usual }) => {
    const value = optionOf(options, name);
    if (value === usual || omit.includes(name)) return [];
    if (kind === 'target') return targetFlag(options.target, classes);
    return [value === true ? `--${flag}` : `--${flag} ${value}`];
  });
}

function targetFlag(target: AttackTarget, classes: ClassList): string[] {
  if (target === null) return [];
  if (target === 'han2020') return ['--protocol han2020'];
  // Quoted: a shell takes a ~ of its own for the home folder.
  const code = classes[target]?.code ?? String(target);
  return [`--target ${code.startsWith('~') ? `'${code}'` : shellWord(code)}`];
}
