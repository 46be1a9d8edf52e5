import { InvalidArgumentError } from 'commander';
import { CLASS_CODES, SPLITS, type ClassIndex, type Split } from '../../../src-shared/ecg.ts';

/** Option parsers: what they refuse is a wrong use of the command (exit code 2), and they say what would be right. */
export function wholeNumber(min: number, max = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (!Number.isInteger(value) || value < min || value > max) {
      throw new InvalidArgumentError(
        `It must be a whole number ${max === Number.MAX_SAFE_INTEGER ? `from ${min} up` : `from ${min} to ${max}`}.`,
      );
    }
    return value;
  };
}

/** Several of them with commas between. */
export function wholeNumbers(min: number, max?: number): (text: string) => number[] {
  const parse = wholeNumber(min, max);
  return (text) => text.split(',').map((part) => parse(part.trim() === '' ? 'none' : part));
}

/** Names with commas between. */
export function names(text: string): string[] {
  const found = text.split(',').map((name) => name.trim());
  if (found.includes('')) throw new InvalidArgumentError('It must be one or more names, with commas between.');
  return found;
}

export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < Infinity)) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

export function notNegative(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value < Infinity))
    throw new InvalidArgumentError('It must be a number from 0 up.');
  return value;
}

/** A budget in ADC units: what is stored has whole units, so less than one changes nothing. */
export function budgetUnits(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 1 && value <= 32767)) {
    throw new InvalidArgumentError(
      'It must be a number from 1 to 32767: signals are stored in whole ADC units, so less than 1 changes nothing.',
    );
  }
  return value;
}

/** Several of them with commas between. */
export function budgetsUnits(text: string): number[] {
  return text.split(',').map(budgetUnits);
}

export function shareAboveZero(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 1)) throw new InvalidArgumentError('It must be a number above 0, at most 1.');
  return value;
}

export function probability(text: string): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= 0 && value <= 1))
    throw new InvalidArgumentError('It must be a number from 0 to 1.');
  return value;
}

export function split(text: string): Split {
  const found = SPLITS.find((name) => name === text);
  if (!found) throw new InvalidArgumentError(`It must be one of ${SPLITS.join(', ')}.`);
  return found;
}

/** A class by its code: N, A, O or ~. */
function classIndex(text: string): ClassIndex {
  const index = CLASS_CODES.findIndex((code) => code === text.toUpperCase());
  if (index < 0) throw new InvalidArgumentError('It must be one of N, A, O, ~ (Normal, AF, Other, Noise).');
  return index as ClassIndex;
}

/** A class by its code, or none: away from the record's own. (commander takes null for no value at all.) */
export function attackTarget(text: string): ClassIndex | 'none' {
  return text === 'none' ? text : classIndex(text);
}
