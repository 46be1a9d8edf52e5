import { z } from 'zod';

/** The name of an attack's option and how it is presented: on the command line, in forms, in the documentation. */
export interface OptionMeta {
  /** On the command line, without the two hyphens. */
  flag: string;
  label: () => string;
  /** What it decides, in one sentence. */
  help: () => string;
  /** Details for the documentation only. */
  details?: () => string;
  /** Why less than the minimum is refused. */
  reason?: () => string;
  /** `adc`: ADC units, shown to people in µV by the record's own gain. */
  unit?: 'adc' | 'samples';
  /** The names of the values of an enum. */
  choices?: Readonly<Record<string, () => string>>;
  /** Shown before the other options, which most people leave at their defaults. */
  isMain?: true;
  /**
   * More of it is more of the same search, or another draw: attacks that differ only in such options are one attack.
   */
  isEffort?: true;
  /** The option, and its value, without which it changes nothing; where a method does not have that option, it counts. */
  onlyWith?: { option: string; is: string | boolean };
}

/** Every option of every attack is registered here: with `.register(optionMeta, …)` as the last call of its schema. */
export const optionMeta = z.registry<OptionMeta>();
