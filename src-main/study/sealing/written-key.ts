import { AppError } from '../../../src-shared/errors/app-error.ts';
import { sumOf } from '../../numeric/sums.ts';
import { sealingKeyOf, type SealingKey } from './seal.ts';

/** Crockford's: without I, L, O and U, which are taken for others. */
const DIGITS = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const GROUP = 4;
const KEY_BYTES = 32;
const KEY_DIGITS = Math.ceil((KEY_BYTES * 8) / 5);

/**
 * A private key as a person writes it down: 13 groups of four digits in base 32 and a check character, which finds a
 * mistyped digit and a group in the wrong place.
 */
export function writeKey({ privateKey }: SealingKey): string[] {
  const bits = [...privateKey].map((byte) => byte.toString(2).padStart(8, '0')).join('');
  const digits = Array.from({ length: KEY_DIGITS }, (_, i) => parseInt(bits.slice(5 * i, 5 * i + 5).padEnd(5, '0'), 2));
  return groupsOf(digits).map((group, at) => [...group, checkOf(group, at)].map((digit) => DIGITS[digit]).join(''));
}

/**
 * The key in a text that has its groups: a recovery sheet, or what was typed from one. Throws AppError 'bad-input' that
 * says which group is mistyped.
 */
export function readKey(text: string): SealingKey {
  const groups = text
    .toUpperCase()
    .replaceAll('O', '0')
    .replaceAll(/[IL]/g, '1')
    .match(new RegExp(`(?<![0-9A-Z])[${DIGITS}]{${GROUP + 1}}(?![0-9A-Z])`, 'g'));
  const wanted = KEY_DIGITS / GROUP;
  if (groups?.length !== wanted) {
    throw new AppError(
      'bad-input',
      `A recovery key has ${wanted} groups of ${GROUP + 1} characters; here are ${groups?.length ?? 0}. Type all of them, with a space between two.`,
    );
  }
  const digits = groups.flatMap((group, at) => {
    const values = [...group].map((digit) => DIGITS.indexOf(digit));
    if (values.pop() !== checkOf(values, at))
      throw new AppError('bad-input', `Group ${at + 1} of the recovery key, ${group}, is mistyped. Compare it.`);
    return values;
  });
  const bits = digits.map((digit) => digit.toString(2).padStart(5, '0')).join('');
  return sealingKeyOf(Uint8Array.from({ length: KEY_BYTES }, (_, i) => parseInt(bits.slice(8 * i, 8 * i + 8), 2)));
}

const groupsOf = (digits: readonly number[]): number[][] =>
  Array.from({ length: digits.length / GROUP }, (_, i) => digits.slice(GROUP * i, GROUP * (i + 1)));

/** Odd weights: each change of one digit changes the sum. */
const checkOf = (group: readonly number[], at: number): number =>
  (sumOf(group, (digit, i) => digit * (2 * i + 1)) + at) % DIGITS.length;
