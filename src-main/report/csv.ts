import { stringify } from 'csv-stringify/sync';
import { csvCell } from '../../src-shared/format/csv-cell.ts';
import type { FieldDeclaration } from '../../src-shared/tables/field-declaration.ts';

/** Beyond these many digits a double holds the rounding of its last operations: 0.25000000000000006. */
const SIGNIFICANT_DIGITS = 12;

/**
 * A table as CSV (RFC 4180, UTF-8, LF): a header of the declared names, an empty cell for null, texts guarded by
 * `csvCell`. `bom`: with a byte order mark first; `header` false: rows that go on.
 */
export function toCsv(
  fields: readonly FieldDeclaration[],
  rows: readonly Record<string, unknown>[],
  { bom = false, header = true } = {},
): string {
  return stringify([...rows], {
    bom,
    header,
    columns: fields.map(({ name }) => name),
    cast: {
      string: csvCell,
      number: (value) => String(Number(value.toPrecision(SIGNIFICANT_DIGITS))),
    },
  });
}
