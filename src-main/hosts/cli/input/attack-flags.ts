import { classesInWords, type ClassList } from '../../../../src-shared/class-list.ts';
import { Option, type Command } from 'commander';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import {
  ATTACK_METHODS,
  ATTACKS,
  attackOptionsSchema,
  DEFAULT_METHOD,
  type AttackOptions,
} from '../../../../src-shared/attacks/index.ts';
import { COMMON } from '../../../../src-shared/attacks/fields.ts';
import { methodsWith, OPTION_FIELDS, type OptionField } from '../../../../src-shared/attacks/option-fields.ts';
import { optionMeta } from '../../../../src-shared/attacks/option-meta.ts';
import { ATTACK_PRESETS, PRESET_NAMES, presetOptions } from '../../../../src-shared/attacks/presets.ts';
import { limitsOf } from '../../../../src-shared/number-limits.ts';
import { numberWithin } from './parse.ts';

/** A budget in ADC units. */
export const budgetUnits = numberWithin(
  limitsOf(COMMON.epsilonUnits)!,
  optionMeta.get(COMMON.epsilonUnits)?.reason?.(),
);

/** Adds the flags that define an attack: a preset, the method, and every option of the methods. */
export function addAttackFlags(command: Command): Command {
  command
    .addOption(new Option('--method <method>', `how (default: ${DEFAULT_METHOD})`).choices(ATTACK_METHODS))
    .addOption(
      new Option('--preset <name>', 'all options at once; any other flag overrides its part').choices(PRESET_NAMES),
    )
    .addOption(
      new Option('--protocol <name>', 'han2020: AF is led to Normal, the other classes away from their own')
        .choices(['han2020'])
        .conflicts('target'),
    )
    .addHelpText('after', `\nMethods:\n${listOf(ATTACKS.map(({ method, sentence }) => [method, sentence()]))}`)
    .addHelpText('after', `\nPresets:\n${listOf(ATTACK_PRESETS.map(({ name, sentence }) => [name, sentence()]))}`);
  for (const field of OPTION_FIELDS) command.addOption(flagOf(field));
  return command;
}

/**
 * The attack that the flags of a command ask for: the preset or the defaults, changed by what was given. `classes`: those of the
 * model, by whose codes a target is named.
 */
export function attackOptionsOf(command: Command, classes: ClassList): AttackOptions {
  const given = command.opts<Record<string, unknown>>();
  const preset = given['preset'] === undefined ? undefined : presetOptions(String(given['preset']));
  const chosen = Object.fromEntries(
    OPTION_FIELDS.map((field) => [field.name, given[flagOf(field).attributeName()]]).filter(
      ([, value]) => value !== undefined,
    ),
  );
  const parsed = attackOptionsSchema.safeParse({
    method: DEFAULT_METHOD,
    ...preset,
    // Several restarts only make sense from different starts.
    ...(Number(given['restarts']) > 1 ? { randomStart: true } : {}),
    ...(given['method'] === undefined ? {} : { method: given['method'] }),
    ...(given['protocol'] === undefined ? {} : { target: given['protocol'] }),
    ...chosen,
    ...(given['target'] === undefined ? {} : { target: targetNamed(String(given['target']), classes) }),
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError('bad-input', `The attack cannot be made: ${issue?.path.join('.')} ${issue?.message}.`);
}

/** A class by its code or name; null for none: away from the record's own. */
function targetNamed(text: string, classes: ClassList): number | null {
  const plain = text.toLowerCase();
  if (plain === 'none') return null;
  const index = classes.findIndex(({ code, name }) => [code.toLowerCase(), name.toLowerCase()].includes(plain));
  if (index >= 0) return index;
  throw new AppError(
    'bad-input',
    `--target ${text}: it must be none, or one of the model's classes: ${classesInWords(classes)}.`,
  );
}

function flagOf(field: OptionField): Option {
  const { kind, flag } = field;
  const option = (value: string): Option => new Option(`--${flag}${value}`, helpOf(field));
  switch (kind) {
    case 'number':
      return option(` <${field.unit === 'adc' ? 'units' : (field.unit ?? 'number')}>`).argParser(
        numberWithin(field.limits, field.reason?.()),
      );
    case 'choice':
      return option(` <${flag}>`).choices(field.values);
    case 'target':
      return option(' <class>');
    case 'switch':
      return option('');
  }
}

function helpOf({ kind, name, help, unit, usual }: OptionField): string {
  if (kind === 'target')
    return 'lead every record to this class of the model (N, A, O or ~ of the bundled ones); none (the default): away from its own';
  const users = methodsWith(name);
  const only = users.length === ATTACK_METHODS.length ? '' : ` (${users.join(', ')})`;
  const units = unit === 'adc' ? ' ADC units; 10 are 10 µV in CinC 2017.' : '';
  return `${help()}${units}${only}${usual === false ? '' : ` (default: ${String(usual)})`}`;
}

function listOf(entries: (readonly [name: string, sentence: string])[]): string {
  return entries.map(([name, sentence]) => `  ${name.padEnd(22)}${sentence}`).join('\n');
}
