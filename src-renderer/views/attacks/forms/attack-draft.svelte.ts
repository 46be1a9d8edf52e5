import {
  attackOptionsSchema,
  DEFAULT_METHOD,
  type AttackMethod,
  type AttackOptions,
} from '../../../../src-shared/attacks/index.ts';
import {
  countingFields,
  OPTION_FIELDS,
  optionFields,
  type OptionField,
} from '../../../../src-shared/attacks/option-fields.ts';
import {
  optionOf,
  withOptions,
  type AttackOptionName,
  type OptionValues,
} from '../../../../src-shared/attacks/options.ts';
import { presetOptions } from '../../../../src-shared/attacks/presets.ts';
import type { NumberLimits } from '../../../../src-shared/number-limits.ts';

/** The gain of the paper's records, at which presets and defaults are meant: then a unit is a microvolt. */
const USUAL_UNITS_PER_MV = 1000;

/** An attack as it is typed into a form: sizes in µV, what is empty is not there. What other methods have is
 * kept for when they are chosen. */
export class AttackDraft {
  method = $state<AttackMethod>(DEFAULT_METHOD);
  values = $state<Partial<OptionValues>>({});
  /** The last preset that was taken; undefined for none. */
  preset = $state<string>();

  constructor(options: AttackOptions = attackOptionsSchema.parse({ method: DEFAULT_METHOD })) {
    this.take(options);
  }

  takePreset(name: string | undefined): void {
    this.preset = name;
    const options = name === undefined ? undefined : presetOptions(name);
    if (options !== undefined) this.take(options);
  }

  /** undefined: the field is empty. */
  set(name: AttackOptionName, value: OptionValues[AttackOptionName] | undefined): void {
    Object.assign(this.values, { [name]: value });
  }

  /** The options of this method that count as the others are. */
  get fields(): OptionField[] {
    return [...countingFields(this.method, this.values)];
  }

  /** What main is sent; sizes in ADC units of records with this gain. An empty number is its default. */
  options(unitsPerMv: number): AttackOptions {
    const typed = this.fields.flatMap(({ kind, name, unit }) => {
      const value = this.values[name];
      if (value === undefined) return [];
      const isSize = kind === 'number' && unit === 'adc';
      return [[name, isSize ? (Number(value) * unitsPerMv) / USUAL_UNITS_PER_MV : value]];
    });
    return withOptions(attackOptionsSchema.parse({ method: this.method }), Object.fromEntries(typed));
  }

  /** Fills every field; sizes in ADC units of records with this gain. */
  take(options: AttackOptions, unitsPerMv = USUAL_UNITS_PER_MV): void {
    const { method, ...own } = options;
    const sizes = optionFields(method).flatMap(({ kind, name, unit }) => {
      const value = optionOf(options, name);
      return kind === 'number' && unit === 'adc' ? [[name, (Number(value) * USUAL_UNITS_PER_MV) / unitsPerMv]] : [];
    });
    this.method = method;
    this.values = {
      ...Object.fromEntries(OPTION_FIELDS.map(({ name, usual }) => [name, usual])),
      ...own,
      ...Object.fromEntries(sizes),
    };
  }
}

/** The limits of a number in the unit of its field; a size in ADC units is asked for in µV. */
export function shownLimits(
  { unit, limits }: OptionField & { kind: 'number' },
  unitsPerMv: number,
): Pick<NumberLimits, 'min' | 'max' | 'step'> & { unit?: string } {
  const { min, max, step } = limits;
  if (unit !== 'adc') return { ...(min === undefined ? {} : { min }), ...(max === undefined ? {} : { max }), step };
  return { unit: 'µV', step, ...(min === undefined ? {} : { min: (min * USUAL_UNITS_PER_MV) / unitsPerMv }) };
}
