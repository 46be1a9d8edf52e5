import type { AttackOptions } from '../../../../src-shared/attacks/index.ts';
import { optionFields, type OptionField } from '../../../../src-shared/attacks/option-fields.ts';
import { optionOf, type AttackOptionName } from '../../../../src-shared/attacks/options.ts';
import type { ClassList } from '../../../../src-shared/class-list.ts';
import { goalName } from '../../../format/words.ts';
import { budget } from '../../../format/budget.ts';

/** Every option of the method with its name, in µV where it is a size. `classes`: of the model. `omit`: options that something else decided. */
export function optionFacts(
  options: AttackOptions,
  unitsPerMv: number | undefined,
  classes: ClassList,
  omit: readonly AttackOptionName[] = [],
): { name: string; value: string; title: string }[] {
  return optionFields(options.method)
    .filter(({ name }) => !omit.includes(name))
    .map((field) => ({
      name: field.label(),
      value: valueOf(options, field, unitsPerMv, classes),
      title: field.help(),
    }));
}

function valueOf(
  options: AttackOptions,
  { kind, name, unit }: OptionField,
  unitsPerMv: number | undefined,
  classes: ClassList,
): string {
  if (kind === 'target') return goalName(options.target ?? 'untargeted', [classes]);
  const value = optionOf(options, name);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  return unit === 'adc' ? budget(Number(value), unitsPerMv) : String(value);
}
