/** Digits and capitals of which no two look alike in print or by hand; as many as a prime number (see `isSound`). */
const ALPHABET = '2346789ACDEFHJKMNPRTVWX';
/** Of which the last one is the check character: 23⁹ codes are more than anybody tries. */
const LENGTH = 10;
const GROUP = 5;

/** As many random characters as precede the check character. */
export const RANDOM_CHARACTERS = LENGTH - 1;
export const CODE_LETTERS = ALPHABET.length;

/** What was typed, without what nobody means: case, spaces and hyphens. */
const bare = (typed: string): string => typed.toUpperCase().replaceAll(/[\s\p{Pd}_.]/gu, '');

const grouped = (code: string): string => `${code.slice(0, GROUP)}-${code.slice(GROUP)}`;

/**
 * Σ (position + 1) · value, modulo 23. All weights differ and none is a multiple of 23, so that one wrong character,
 * or two that changed places, never leave it as it was.
 */
const weighed = (code: string): number =>
  [...code].reduce((sum, letter, index) => sum + (index + 1) * ALPHABET.indexOf(letter), 0) % CODE_LETTERS;

/** The code of nine numbers from 0 to 22, with its check character: "A2C4E-6F8HX". */
export function codeOf(values: readonly number[]): string {
  const random = values.map((value) => ALPHABET.charAt(value)).join('');
  const missing = ALPHABET.split('').find((letter) => weighed(random + letter) === 0);
  return grouped(random + missing);
}

/** The code that was typed, as it is printed; null if none is like it: the check character finds every single slip. */
export function typedCode(typed: string): string | null {
  const code = bare(typed);
  const isSound =
    code.length === LENGTH && [...code].every((letter) => ALPHABET.includes(letter)) && weighed(code) === 0;
  return isSound ? grouped(code) : null;
}

/** Whether one slip of the hand made `typed` of the code: a wrong character, one too many or too few, or two swapped. */
export function isOneSlipFrom(typed: string, code: string): boolean {
  const [a, b] = [bare(typed), bare(code)];
  if (a === b || Math.abs(a.length - b.length) > 1) return false;
  let same = 0;
  while (same < a.length && a[same] === b[same]) same += 1;
  const rest = (text: string, skipped: number): string => text.slice(same + skipped);
  const swapped = a[same] === b[same + 1] && a[same + 1] === b[same] && rest(a, 2) === rest(b, 2);
  return swapped || rest(a, 1) === rest(b, 1) || rest(a, 1) === rest(b, 0) || rest(a, 0) === rest(b, 1);
}
