import { stringify } from 'csv-stringify/sync';
import type { FieldDeclaration } from '../../src-shared/study/field-declaration.ts';

/** A table as CSV (RFC 4180, UTF-8, LF): a header of the declared names, an empty cell for null. */
export function toCsv(fields: readonly FieldDeclaration[], rows: readonly Record<string, unknown>[]): string {
  return stringify([...rows], { header: true, columns: fields.map(({ name }) => name) });
}
