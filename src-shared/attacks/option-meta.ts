import { z } from 'zod';

/** What an option of an attack is called and how it is asked for: on the command line, in forms, in the documentation. */
export interface OptionMeta {
  /** On the command line, without the two hyphens. */
  flag: string;
  label: () => string;
  /** What it decides, in one sentence. */
  help: () => string;
  /** What only the documentation adds. */
  details?: () => string;
  /** Why less than the least is refused. */
  reason?: () => string;
  /** `adc`: ADC units, shown to people in µV by the record's own gain. */
  unit?: 'adc' | 'samples';
  /** The names of the values of an enum. */
  choices?: Readonly<Record<string, () => string>>;
  /** Asked for before the others, which most people leave as they are. */
  isMain?: true;
  /** More of it is more of the same search, or another draw of it: two attacks that differ in no more are one attack. */
  isEffort?: true;
  /** The switch without which it has its default. */
  onlyWith?: string;
}

/** Every option of every attack is registered here: with `.register(optionMeta, …)` as the last call of its schema. */
export const optionMeta = z.registry<OptionMeta>();
