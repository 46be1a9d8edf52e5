import { stringify } from 'csv-stringify/sync';
import { csvCell } from '../../src-shared/format/csv-cell.ts';
import { tidyNumber } from '../../src-shared/format/tidy-number.ts';
import type { FieldDeclaration } from '../../src-shared/tables/field-declaration.ts';

/** How a table is written as CSV, for the program that will open it. */
export interface CsvForm {
  /** With a byte order mark first, by which Excel knows UTF-8. */
  bom?: boolean;
  /** 0,5 for a half, and a semicolon between cells, as spreadsheets read where commas are decimal. */
  decimalComma?: boolean;
}

/** Rows that are written before others get a turn: some milliseconds of a table with eighty columns. */
const ROWS_AT_ONCE = 50;

/** The same text as by `toCsv`; yields after every few rows. */
export function* csvSteps(
  fields: readonly FieldDeclaration[],
  rows: readonly Record<string, unknown>[],
  form: CsvForm = {},
): Generator<void, string> {
  return Buffer.concat(yield* csvParts(fields, rows, form)).toString('utf8');
}

/** The same as bytes, in parts: a table of a large study is too long to be put together without stopping everybody else. */
export function* csvParts(
  fields: readonly FieldDeclaration[],
  rows: readonly Record<string, unknown>[],
  form: CsvForm = {},
): Generator<void, Buffer[]> {
  const parts = [Buffer.from(toCsv(fields, rows.slice(0, ROWS_AT_ONCE), form))];
  for (let from = ROWS_AT_ONCE; from < rows.length; from += ROWS_AT_ONCE) {
    yield;
    const more = toCsv(fields, rows.slice(from, from + ROWS_AT_ONCE), { ...form, bom: false, header: false });
    parts.push(Buffer.from(more));
  }
  return parts;
}

/**
 * A table as CSV (RFC 4180, UTF-8, LF): a header of the declared names, an empty cell for null, texts guarded by
 * `csvCell`. `header` false: rows that go on.
 */
export function toCsv(
  fields: readonly FieldDeclaration[],
  rows: readonly Record<string, unknown>[],
  { bom = false, decimalComma = false, header = true }: CsvForm & { header?: boolean } = {},
): string {
  const number = (value: number): string => String(tidyNumber(value));
  return stringify([...rows], {
    bom,
    header,
    delimiter: decimalComma ? ';' : ',',
    columns: fields.map(({ name }) => name),
    cast: {
      string: csvCell,
      number: decimalComma ? (value) => number(value).replace('.', ',') : number,
    },
  });
}
