import { ATTACK_FIELDS } from '../../../../src-shared/attacks/attack-fields.ts';
import { usesOption, type AttackOptionName } from '../../../../src-shared/attacks/attack-methods.ts';
import {
  attackOptionsSchema,
  type AttackLoss,
  type AttackMethod,
  type AttackOptions,
  type AttackTarget,
} from '../../../../src-shared/attacks/attack-options.ts';
import { presetOptions } from '../../../../src-shared/attacks/attack-presets.ts';
import { numberLimits, type NumberLimits } from '../../../format/number-limits.ts';

/** The gain of the paper's records, at which presets and defaults are meant: then a unit is a microvolt. */
const USUAL_UNITS_PER_MV = 1000;
const LIMITS = numberLimits(attackOptionsSchema);

type NumberName = { [K in keyof AttackOptions]: AttackOptions[K] extends number ? K : never }[keyof AttackOptions];

/** An attack as it is typed into a form: sizes in µV, what is empty is not there. */
export class AttackDraft {
  method = $state<AttackMethod>('sap');
  target = $state<AttackTarget>(null);
  kernels = $state<AttackOptions['kernels']>('cross25');
  padding = $state<AttackOptions['padding']>('masked');
  loss = $state<AttackLoss>('cross-entropy');
  randomStart = $state(false);
  numbers = $state<Record<string, number | undefined>>({});
  /** The last preset that was taken; undefined for none. */
  preset = $state<string>();

  constructor(options: AttackOptions = attackOptionsSchema.parse({ method: 'sap' })) {
    this.#take(options);
  }

  takePreset(name: string | undefined): void {
    this.preset = name;
    const options = name === undefined ? undefined : presetOptions(name);
    if (options !== undefined) this.#take(options);
  }

  /** The numbers that this method uses, each with what it is called, what it does and its limits in the form's unit. */
  numberFields(unitsPerMv: number): NumberField[] {
    return [...LIMITS.keys()]
      .filter((key): key is NumberName & AttackOptionName => key !== 'method' && usesOption(this.method, key as never))
      .filter((key) => key !== 'restarts' || this.randomStart)
      .map((key) => {
        const { name, sentence, inUnits } = ATTACK_FIELDS[key];
        const limits = LIMITS.get(key) as NumberLimits;
        if (!inUnits) return { key, label: name, hint: sentence, ...limits };
        const least = key === 'epsilonUnits' ? 1000 / unitsPerMv : undefined;
        return {
          key,
          label: name,
          hint: sentence,
          unit: 'µV',
          step: 'any',
          ...(least === undefined ? {} : { min: least }),
        };
      });
  }

  uses(name: AttackOptionName): boolean {
    return usesOption(this.method, name);
  }

  /** What main is sent; sizes in ADC units of records with this gain. An empty number is its default. */
  options(unitsPerMv: number): AttackOptions {
    const defaults = attackOptionsSchema.parse({ method: this.method });
    const numbers = [...LIMITS.keys()].map((key) => {
      const name = key as NumberName & AttackOptionName;
      const typed = this.numbers[key];
      if (typed === undefined || !this.uses(name)) return [key, defaults[name]];
      return [key, ATTACK_FIELDS[name].inUnits ? (typed * unitsPerMv) / USUAL_UNITS_PER_MV : typed];
    });
    const { method, target, kernels, padding } = this;
    const draws = this.uses('randomStart') && this.randomStart;
    return {
      ...defaults,
      ...(Object.fromEntries(numbers) as Pick<AttackOptions, NumberName>),
      ...{ method, target, kernels, padding },
      loss: this.uses('loss') ? this.loss : defaults.loss,
      randomStart: draws,
      ...(draws ? {} : { restarts: 1 }),
    };
  }

  #take(options: AttackOptions): void {
    const { method, target, kernels, padding, loss, randomStart } = options;
    Object.assign(this, { method, target, kernels, padding, loss, randomStart });
    this.numbers = Object.fromEntries([...LIMITS.keys()].map((key) => [key, options[key as NumberName]]));
  }
}

export interface NumberField {
  key: NumberName & AttackOptionName;
  label: string;
  hint: string;
  unit?: string;
  min?: number;
  max?: number;
  step: number | 'any';
}
