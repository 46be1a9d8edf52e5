import { z } from 'zod';
import { limitsOf, type NumberLimits } from '../number-limits.ts';
import { attackOf, ATTACK_METHODS, type AttackMethod } from './index.ts';
import { optionMeta, type OptionMeta } from './option-meta.ts';
import { hasOption, optionNames, type AttackOptionName, type OptionValues } from './options.ts';

type NamesOf<Value> = { [N in AttackOptionName]: OptionValues[N] extends Value ? N : never }[AttackOptionName];
export type NumberOption = NamesOf<number>;
export type SwitchOption = NamesOf<boolean>;
export type ChoiceOption = NamesOf<string>;

/** An option as forms and flags present it. `usual`: its default. */
export type OptionField = OptionMeta &
  (
    | { kind: 'number'; name: NumberOption; usual: number; limits: NumberLimits }
    | { kind: 'switch'; name: SwitchOption; usual: boolean }
    | {
        kind: 'choice';
        name: ChoiceOption;
        usual: OptionValues[ChoiceOption];
        values: readonly OptionValues[ChoiceOption][];
        choices: NonNullable<OptionMeta['choices']>;
      }
    | { kind: 'target'; name: 'target'; usual: OptionValues['target'] }
  );

/** Every option of every attack, once, in the order of the first attack that has it. */
export const OPTION_FIELDS: readonly OptionField[] = [
  ...new Map(ATTACK_METHODS.flatMap((method) => optionNames(method).map((name) => [name, fieldOf(method, name)]))),
].map(([, field]) => field);

const BY_NAME = new Map(OPTION_FIELDS.map((field) => [field.name, field]));

/** The options of a method, in their order. */
export function optionFields(method: AttackMethod): readonly OptionField[] {
  return optionNames(method).map((name) => BY_NAME.get(name)!);
}

/** The options of a method that change something where it has these values; of those that are not given, the default holds. */
export function countingFields(method: AttackMethod, values: Partial<OptionValues>): readonly OptionField[] {
  const fields = optionFields(method);
  return fields.filter(({ onlyWith }) => {
    const other = fields.find(({ name }) => name === onlyWith?.option);
    return other === undefined || (values[other.name] ?? other.usual) === onlyWith?.is;
  });
}

/** The methods that have an option. */
export function methodsWith(name: AttackOptionName): AttackMethod[] {
  return ATTACK_METHODS.filter((method) => hasOption(method, name));
}

/** Whether two attacks that differ only in this option are one attack with more or less effort. */
export function isEffort(name: AttackOptionName): boolean {
  return BY_NAME.get(name)?.isEffort === true;
}

function fieldOf(method: AttackMethod, name: AttackOptionName): OptionField {
  const schema = attackOf(method).schema.shape[name]!;
  const meta = optionMeta.get(schema as z.ZodType);
  if (meta === undefined) throw new Error(`The option ${name} of ${method} is not registered in optionMeta.`);
  const usual: unknown = z.safeParse(schema, undefined).data;
  const field = {
    ...meta,
    kind: kindOf(schema, meta),
    name,
    usual,
    limits: limitsOf(schema),
    values: Object.keys(meta.choices ?? {}),
  };
  return field as OptionField;
}

function kindOf(schema: z.core.$ZodType, { choices }: OptionMeta): OptionField['kind'] {
  if (limitsOf(schema) !== undefined) return 'number';
  if (z.toJSONSchema(schema, { io: 'input' }).type === 'boolean') return 'switch';
  return choices === undefined ? 'target' : 'choice';
}
