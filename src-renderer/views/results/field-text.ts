import type { FieldDeclaration } from '../../../src-shared/tables/field-declaration.ts';
import { moment } from '../../../src-shared/format/moment.ts';
import { decimal, MISSING } from '../../../src-shared/format/number.ts';
import { pValue } from '../../../src-shared/format/p-value.ts';
import { proportion } from '../../../src-shared/format/share.ts';
import { shortHash } from '../../../src-shared/format/short-hash.ts';

export interface FieldText {
  short: string;
  /** The whole value where `short` is not it. */
  full?: string | undefined;
  hash: boolean;
}

export function isNumeric(field: FieldDeclaration): boolean {
  return (
    (field.type === 'integer' || field.type === 'number') &&
    !isYesOrNo(field) &&
    !(field.values?.length === 2 && field.values[0] === 1)
  );
}

const isShare = ({ name }: FieldDeclaration): boolean => /(^|_)(proportion|rate|share)$/.test(name);

const isYesOrNo = ({ values }: FieldDeclaration): boolean => values?.length === 2 && values[0] === 0 && values[1] === 1;

/** A cell as it is shown: shares with three digits, µV with one, ms without, hashes and ids shortened. */
export function fieldText(field: FieldDeclaration, value: unknown): FieldText {
  if (value === null || value === undefined) return { short: MISSING, hash: false };
  if (typeof value === 'number' && isYesOrNo(field)) return { short: value === 1 ? 'yes' : 'no', hash: false };
  if (typeof value === 'number') return { short: numberText(field, value), hash: false };
  const text = String(value);
  if (field.type === 'timestamp') return { short: moment(text), full: text, hash: false };
  if (/_(id|hash|key|signature|digest)$/.test(field.name)) return { short: shortHash(text), full: text, hash: true };
  return { short: text, hash: false };
}

/** With the digits that its unit deserves and a true minus sign, thousands not set apart. */
const numberText = (field: FieldDeclaration, value: number): string => digitsOf(field, value).replace('-', '−');

function digitsOf(field: FieldDeclaration, value: number): string {
  if (field.type === 'integer') return String(value);
  if (field.unit === 'µV') return value.toFixed(1);
  if (field.unit === 'ms') return value.toFixed(0);
  if (field.unit !== undefined) return String(Number(value.toFixed(2)));
  if (/(^|_)p(_|$)/.test(field.name)) return pValue(value);
  if (field.name === 'device_pixel_ratio') return String(Number(value.toFixed(2)));
  // The ends of intervals, and what can be negative, are no shares of which one that is nearly none is worth telling.
  return isShare(field) ? proportion(value) : decimal(value, 3);
}
