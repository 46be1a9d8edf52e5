import { formatLocale } from './locale.ts';

/** What stands where a number does not exist. */
export const MISSING = '–';

const formats = new Map<string, Intl.NumberFormat>();

/** 8528 → '8,528'. */
export function count(value: number): string {
  return numberFormat(0).format(value);
}

/**
 * With `digits` decimals, separated thousands and a true minus sign: '1,234.50', '−0.2'; a dash for a missing number.
 */
export function decimal(value: number | null | undefined, digits: number): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return MISSING;
  // Rounded by toFixed, which takes the double as it is: Intl rounds its shortest decimal form, so 1.005 up.
  const rounded = value.toFixed(digits) as `${number}`;
  // What rounds to nothing has no sign.
  return numberFormat(digits)
    .format(Number(rounded) === 0 ? 0 : rounded)
    .replace('-', '−');
}

/** With at most `digits` decimals: '1.25', '2'. */
export function upTo(value: number, digits: number): string {
  return numberFormat(digits, 0)
    .format(value.toFixed(digits) as `${number}`)
    .replace('-', '−');
}

/** A difference: '+0.012', '−0.012'. */
export function signed(value: number, digits: number): string {
  return value < 0 ? decimal(value, digits) : `+${decimal(value, digits)}`;
}

function numberFormat(digits: number, least = digits): Intl.NumberFormat {
  const locale = formatLocale();
  const key = `${locale} ${least} ${digits}`;
  const known = formats.get(key);
  if (known) return known;
  const made = new Intl.NumberFormat(locale, { minimumFractionDigits: least, maximumFractionDigits: digits });
  formats.set(key, made);
  return made;
}
