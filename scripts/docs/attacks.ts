import { ATTACK_METHODS, ATTACKS, attackOptionsSchema, type AttackOptions } from '../../src-shared/attacks/index.ts';
import { methodsWith, optionFields, OPTION_FIELDS, type OptionField } from '../../src-shared/attacks/option-fields.ts';
import { optionOf } from '../../src-shared/attacks/options.ts';
import { ATTACK_PRESETS } from '../../src-shared/attacks/presets.ts';
import type { AttackTraits } from '../../src-shared/attacks/traits.ts';
import { count } from '../../src-shared/format/number.ts';

/** docs/attacks.md, from the descriptors of the attacks. */
export function attackPage(): string {
  return `# Attacks

Made from \`src-shared/attacks/\` by \`node scripts/generate-docs.ts\`; change those, not this page.

An attack is its method and the options of that method, each with a default: as \`"attack": { "method": "sap", "epsilonUnits": 20 }\`
in a [protocol](protocol.md), as \`--method sap --epsilon 20\` on the command line. Sizes are in ADC units there, in µV in
the window: 10 units are 10 µV at 1000 units per mV. An option of another method is left out when a file is read; a name
that no method has is refused.

## Methods

${table(
  ['method', 'name', 'what it does', 'traits', 'described by'],
  ATTACKS.map(({ method, name, sentence, traits, paper }) => [
    code(method),
    name,
    sentence(),
    traitsText(traits),
    paper,
  ]),
)}

## Options

${table(
  ['option', 'flag', 'value', 'default', 'methods', 'meaning'],
  OPTION_FIELDS.map((field) => [
    code(field.name),
    code(`--${field.flag}`),
    valueText(field),
    code(JSON.stringify(field.usual)),
    methodsText(field),
    meaning(field),
  ]),
)}

On the command line \`--target\` takes the code of one of the model's classes (N, A, O, ~ of the bundled ones) or none, and \`--protocol han2020\` stands for the target \`"han2020"\`.

## Presets

\`--preset NAME\` sets what stands here; what is given beside it changes it.

${table(
  ['preset', 'what it is', 'differs from the defaults by'],
  ATTACK_PRESETS.map(({ name, sentence, options }) => [code(name), sentence(), code(JSON.stringify(changed(options)))]),
)}
`;
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  return [line(head), line(head.map(() => '---')), ...rows.map(line)].join('\n');
}

function code(text: string): string {
  return `\`${text}\``;
}

const SMOOTH: Record<AttackTraits['smooth'], string[]> = {
  none: [],
  penalised: ['smoothness rewarded'],
  searched: ['smooth'],
  afterwards: ['smoothed afterwards'],
};

function traitsText({ blackBox, iterative, smooth, hasBudget }: AttackTraits): string {
  return [
    blackBox ? 'without a gradient' : 'by the gradient',
    iterative ? 'many steps' : 'one step',
    ...SMOOTH[smooth],
    ...(hasBudget ? [] : ['ε is only a cap']),
  ].join(', ');
}

function valueText(field: OptionField): string {
  switch (field.kind) {
    case 'number': {
      const { min, max = Infinity, above, step } = field.limits;
      const range = above === undefined ? `${min} to ${count(max)}` : `above ${above}, at most ${count(max)}`;
      const unit = field.unit === 'adc' ? ' ADC units' : field.unit === undefined ? '' : ` ${field.unit}`;
      return `${step === 1 ? 'whole number, ' : ''}${range}${unit}`;
    }
    case 'choice':
      return field.values.map((value) => `${code(JSON.stringify(value))}: ${field.choices[value]?.()}`).join('; ');
    case 'switch':
      return 'true or false';
    case 'target':
      return 'position of a class, `"han2020"` or null';
  }
}

function methodsText({ name }: OptionField): string {
  const methods = methodsWith(name);
  return methods.length === ATTACK_METHODS.length ? 'all' : methods.map(code).join(', ');
}

function meaning({ help, details }: OptionField): string {
  return [help(), ...(details === undefined ? [] : [details()])].join(' ');
}

function changed(options: AttackOptions): Partial<AttackOptions> {
  const usual = attackOptionsSchema.parse({ method: options.method });
  const names = optionFields(options.method)
    .map(({ name }) => name)
    .filter((name) => optionOf(options, name) !== optionOf(usual, name));
  return { method: options.method, ...Object.fromEntries(names.map((name) => [name, optionOf(options, name)])) };
}
