import { Option, type Command } from 'commander';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { ATTACK_FIELDS } from '../../../src-shared/attacks/attack-fields.ts';
import { METHOD_DESCRIPTIONS, type AttackOptionName } from '../../../src-shared/attacks/attack-methods.ts';
import {
  ATTACK_LOSSES,
  ATTACK_METHODS,
  attackOptionsSchema,
  type AttackMethod,
  type AttackOptions,
} from '../../../src-shared/attacks/attack-options.ts';
import { ATTACK_PRESETS, PRESET_NAMES, presetOptions } from '../../../src-shared/attacks/attack-presets.ts';
import { attackTarget, budgetUnits, notNegative, positiveNumber, wholeNumber } from './parse.ts';

interface Flag {
  /** How the value is written in the help; none for a flag that is there or not. */
  value?: string;
  parse?: (text: string) => unknown;
  choices?: readonly string[];
}

const FLAGS: Record<AttackOptionName, Flag> = {
  epsilonUnits: { value: '<units>', parse: budgetUnits },
  alphaUnits: { value: '<units>', parse: positiveNumber },
  pgdSteps: { value: '<number>', parse: wholeNumber(1, 10_000) },
  sapSteps: { value: '<number>', parse: wholeNumber(1, 10_000) },
  kernels: { value: '<set>', choices: ['cross25', 'paired5'] },
  padding: { value: '<mode>', choices: ['masked', 'han2020'] },
  target: { value: '<class>', parse: attackTarget },
  loss: { value: '<loss>', choices: ATTACK_LOSSES },
  randomStart: {},
  restarts: { value: '<number>', parse: wholeNumber(1, 1000) },
  seed: { value: '<number>', parse: wholeNumber(0, 2_147_483_647) },
  binarySearchSteps: { value: '<number>', parse: wholeNumber(1, 30) },
  adamSteps: { value: '<number>', parse: wholeNumber(1, 10_000) },
  learningRateUnits: { value: '<units>', parse: positiveNumber },
  initialC: { value: '<number>', parse: positiveNumber },
  confidence: { value: '<number>', parse: notNegative },
  spsaSteps: { value: '<number>', parse: wholeNumber(1, 10_000) },
  spsaPairs: { value: '<number>', parse: wholeNumber(1, 1000) },
  blockSamples: { value: '<samples>', parse: wholeNumber(1, 100_000) },
  probeUnits: { value: '<units>', parse: positiveNumber },
};

const NAMES = Object.keys(FLAGS) as AttackOptionName[];
const DEFAULT_METHOD: AttackMethod = 'sap';

/** Adds what an attack is made of: a preset, the method, and every option of the methods. */
export function addAttackFlags(command: Command): Command {
  const defaults = attackOptionsSchema.parse({ method: DEFAULT_METHOD });
  command
    .addOption(new Option('--method <method>', 'how (default: sap)').choices(ATTACK_METHODS))
    .addOption(new Option('--preset <name>', 'all options at once; those beside it change it').choices(PRESET_NAMES))
    .addOption(
      new Option('--protocol <name>', 'han2020: AF is led to Normal, the others away from their class')
        .choices(['han2020'])
        .conflicts('target'),
    )
    .addHelpText(
      'after',
      `\nMethods:\n${listOf(ATTACK_METHODS.map((method) => [method, METHOD_DESCRIPTIONS[method].sentence]))}`,
    )
    .addHelpText('after', `\nPresets:\n${listOf(ATTACK_PRESETS.map(({ name, sentence }) => [name, sentence]))}`);
  for (const name of NAMES) {
    const { value, parse, choices } = FLAGS[name];
    const { flag, inUnits } = ATTACK_FIELDS[name];
    const option = new Option(
      `--${flag}${value === undefined ? '' : ` ${value}`}`,
      helpOf(name, defaults[name], inUnits),
    );
    if (choices) option.choices(choices);
    if (parse) option.argParser(parse);
    command.addOption(option);
  }
  return command;
}

/** The attack that the flags of a command ask for: the preset or the defaults, changed by what was given. */
export function attackOptionsOf(command: Command): AttackOptions {
  const given = command.opts<Record<string, unknown>>();
  const preset = given['preset'] === undefined ? undefined : presetOptions(String(given['preset']));
  const chosen = Object.fromEntries(
    NAMES.map((name) => [name, given[attributeOf(name)]]).filter(([, value]) => value !== undefined),
  );
  const parsed = attackOptionsSchema.safeParse({
    method: DEFAULT_METHOD,
    ...preset,
    // Several restarts are meant to start differently.
    ...(Number(given['restarts']) > 1 ? { randomStart: true } : {}),
    ...(given['method'] === undefined ? {} : { method: given['method'] }),
    ...(given['protocol'] === undefined ? {} : { target: given['protocol'] }),
    ...chosen,
    ...(given['target'] === 'none' ? { target: null } : {}),
  });
  if (parsed.success) return parsed.data;
  const [issue] = parsed.error.issues;
  throw new AppError('bad-input', `The attack cannot be made: ${issue?.path.join('.')} ${issue?.message}.`);
}

/** Where commander keeps the value of a flag. */
function attributeOf(name: AttackOptionName): string {
  return new Option(`--${ATTACK_FIELDS[name].flag}`).attributeName();
}

function helpOf(name: AttackOptionName, value: unknown, inUnits: true | undefined): string {
  if (name === 'target') return 'lead every record to this class: N, A, O or ~; none: away from its own (the default)';
  const users = ATTACK_METHODS.filter((method) => METHOD_DESCRIPTIONS[method].uses.includes(name));
  const only = users.length === ATTACK_METHODS.length ? '' : ` (${users.join(', ')})`;
  const units = inUnits ? ' ADC units: 10 are 10 µV in CinC 2017.' : '';
  return `${ATTACK_FIELDS[name].sentence}${units}${only}${value === false ? '' : ` (default: ${String(value)})`}`;
}

function listOf(entries: (readonly [name: string, sentence: string])[]): string {
  return entries.map(([name, sentence]) => `  ${name.padEnd(22)}${sentence}`).join('\n');
}
