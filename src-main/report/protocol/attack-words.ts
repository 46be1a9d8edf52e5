import { attackOf, type AttackOptions } from '../../../src-shared/attacks/index.ts';
import { optionFields, type OptionField } from '../../../src-shared/attacks/option-fields.ts';
import { optionOf } from '../../../src-shared/attacks/options.ts';
import { counted } from '../../../src-shared/format/counted.ts';

/**
 * 'SAP (goal: away from the record’s class; budget ε: 10 ADC units; …)': an attack with every option, so that it can be
 * repeated.
 */
export function attackWords(attack: AttackOptions): string {
  const options = optionFields(attack.method).map(
    (field) => `${lowerFirst(field.label())}: ${valueWords(attack, field)}`,
  );
  return `${attackOf(attack.method).name} (${options.join('; ')})`;
}

function valueWords(attack: AttackOptions, field: OptionField): string {
  if (field.kind === 'target') return goalWords(attack.target);
  const value = optionOf(attack, field.name);
  if (typeof value === 'boolean') return value ? 'yes' : 'no';
  if (field.kind === 'choice') return lowerFirst(field.choices[String(value)]?.() ?? String(value));
  if (field.unit === 'adc') return value === 1 ? '1 ADC unit' : `${String(value)} ADC units`;
  return field.unit === 'samples' ? counted(Number(value), 'sample') : String(value);
}

function goalWords(target: AttackOptions['target']): string {
  if (target === null) return 'away from the record’s class';
  if (target === 'han2020') return 'as in Han et al. 2020, AF to Normal and the others away from their class';
  return `to class ${target} of the model’s list, counted from 0`;
}

/** What is written in capitals, such as PGD, stays so. */
const lowerFirst = (words: string): string =>
  /^\p{Lu}(?![\p{Lu}-])/u.test(words) ? words.charAt(0).toLowerCase() + words.slice(1) : words;
