import type { AttackOptions } from '../../../../src-shared/attacks/index.ts';
import { countingFields, type OptionField } from '../../../../src-shared/attacks/option-fields.ts';
import { optionOf, type AttackOptionName } from '../../../../src-shared/attacks/options.ts';
import type { ClassList } from '../../../../src-shared/class-list.ts';
import { goalName } from '../../../format/words.ts';
import { budget } from '../../../format/budget.ts';

/** Every option of the method that counts as the others are, with its name, in µV where it is a size. `classes`: of the model. `omit`: options that something else decided. */
export function optionFacts(
  options: AttackOptions,
  unitsPerMv: number | undefined,
  classes: ClassList,
  omit: readonly AttackOptionName[] = [],
): { name: string; value: string; title: string }[] {
  return countingFields(options.method, options)
    .filter(({ name }) => !omit.includes(name))
    .map((field) => ({
      name: field.label(),
      value: valueOf(options, field, unitsPerMv, classes),
      title: field.help(),
    }));
}

function valueOf(
  options: AttackOptions,
  field: OptionField,
  unitsPerMv: number | undefined,
  classes: ClassList,
): string {
  const { kind, name, unit } = field;
  if (kind === 'target') return goalName(options.target ?? 'untargeted', [classes]);
  const value = optionOf(options, name);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (kind === 'choice') return field.choices[String(value)]?.() ?? String(value);
  return unit === 'adc' ? budget(Number(value), unitsPerMv) : String(value);
}
