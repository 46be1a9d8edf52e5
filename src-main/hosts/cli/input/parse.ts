import { InvalidArgumentError } from 'commander';
import type { NumberLimits } from '../../../../src-shared/number-limits.ts';
import type { ClassList } from '../../../../src-shared/class-list.ts';
import { parseClassList } from '../../../../src-shared/parse-class-list.ts';
import { SPLITS, type Split } from '../../../../src-shared/ecg.ts';
import { gapPolicySchema, type GapPolicy } from '../../../../src-shared/datasets/gap-policy.ts';
import { reasonSchema } from '../../../../src-shared/contract/studies.ts';
import { NAME_RULE, nameSchema } from '../../../../src-shared/names/name.ts';

/** Option parsers: what they refuse is a usage error (exit code 2), and they say what is allowed. */
export function wholeNumber(min: number, max = Number.MAX_SAFE_INTEGER): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (!Number.isInteger(value) || value < min || value > max) {
      throw new InvalidArgumentError(
        `It must be a whole number ${max === Number.MAX_SAFE_INTEGER ? `of at least ${min}` : `from ${min} to ${max}`}.`,
      );
    }
    return value;
  };
}

/** A name for something new. */
export function newName(text: string): string {
  const parsed = nameSchema().safeParse(text);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(`It must have 1 to 100 characters, and ${NAME_RULE}.`);
}

/** Why something is done, in words. */
export function newReason(text: string): string {
  const parsed = reasonSchema.safeParse(text);
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError(`It must have 1 to 500 characters, and ${NAME_RULE}.`);
}

/** `refuse`, `longest`, or the milliseconds up to which gaps are interpolated. */
export function gapPolicy(text: string): GapPolicy {
  const parsed = gapPolicySchema.safeParse(
    text === 'refuse' || text === 'longest' ? { kind: text } : { kind: 'interpolate', mostMs: Number(text) },
  );
  if (parsed.success) return parsed.data;
  throw new InvalidArgumentError('It must be refuse, longest, or a number of milliseconds above 0, at most 10000.');
}

/** Names, separated by commas. */
export function names(text: string): string[] {
  const found = text.split(',').map((name) => name.trim());
  if (found.includes('')) throw new InvalidArgumentError('It must be one or more names, separated by commas.');
  return found;
}

export function zeroOrOne(text: string): 0 | 1 {
  if (text === '0') return 0;
  if (text === '1') return 1;
  throw new InvalidArgumentError('It must be 0 or 1.');
}

export function positiveNumber(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value < Infinity)) throw new InvalidArgumentError('It must be a number above 0.');
  return value;
}

/** A number as an option's schema limits it; `reason`: why no less than its least. */
export function numberWithin({ min, max, above, step }: NumberLimits, reason?: string): (text: string) => number {
  if (step === 1) return wholeNumber(min ?? Number.MIN_SAFE_INTEGER, max);
  const least = above === undefined ? `from ${min}` : `above ${above},`;
  const range = max === undefined ? `${least} up` : `${least} ${above === undefined ? 'to' : 'at most'} ${max}`;
  return (text) => {
    const value = Number(text);
    const isWithin = value >= (min ?? -Infinity) && value <= (max ?? Infinity) && value > (above ?? -Infinity);
    if (text.trim() !== '' && isWithin) return value;
    throw new InvalidArgumentError(`It must be a number ${range}${reason === undefined ? '' : `: ${reason}`}.`);
  };
}

/** Several with commas between. */
export function several<T>(parse: (text: string) => T): (text: string) => T[] {
  return (text) => text.split(',').map((part) => parse(part.trim()));
}

export function shareAboveZero(text: string): number {
  const value = Number(text);
  if (!(value > 0 && value <= 1)) throw new InvalidArgumentError('It must be a number above 0 and at most 1.');
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

/** A number of any sign. */
export function anyNumber(text: string): number {
  const value = text.trim() === '' ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw new InvalidArgumentError('It must be a number.');
  return value;
}

/** One of these words. */
export function oneOf<const T extends string>(words: readonly T[]): (text: string) => T {
  return (text) => {
    const found = words.find((word) => word === text);
    if (found === undefined) throw new InvalidArgumentError(`It must be one of ${words.join(', ')}.`);
    return found;
  };
}

/** Classes of a model: `N,A` or `N=Normal,A=AF`. */
export function newClasses(text: string): ClassList {
  const parsed = parseClassList(text);
  if (typeof parsed !== 'string') return parsed;
  throw new InvalidArgumentError(`${parsed} For example: N=Normal,A=AF,O=Other`);
}
