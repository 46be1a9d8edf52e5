import { CsvError, parse } from 'csv-parse/sync';
import { z } from 'zod';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { decodeText } from './decode-text.ts';
import { delimiterOf } from './delimiter.ts';

export interface TableRow {
  cells: readonly string[];
  /** Counted from 1. */
  line: number;
}

const SAMPLED_LINES = 20;
const rowsSchema = z.array(z.object({ record: z.array(z.string()), info: z.object({ lines: z.int() }) }));

/**
 * The rows of a text table, without those that are empty: cells between commas, semicolons or tabs, quoted or not, in any
 * encoding that `decodeText` knows. Throws AppError('bad-input') that names the file.
 */
export function readTable(bytes: Buffer, fileName: string): TableRow[] {
  const text = decodeText(bytes);
  const start = text.slice(0, 100_000).split(/\r\n|\n|\r/);
  const delimiter = delimiterOf(start.filter((line) => line.trim() !== '').slice(0, SAMPLED_LINES)) ?? ',';
  try {
    const options = { delimiter, trim: true, skip_empty_lines: true, relax_column_count: true, info: true } as const;
    // With `info` each row comes with its line number, which the package's types do not declare.
    const rows = rowsSchema.parse(parse(text, options));
    return rows
      .map(({ record, info }) => ({ cells: record, line: info.lines }))
      .filter(({ cells }) => cells.some((cell) => cell !== ''));
  } catch (cause) {
    // Its message would quote the file.
    const why = cause instanceof CsvError ? ` (${cause.code}, line ${String(cause['lines'])})` : '';
    const text = `${fileName} is not text separated by commas, semicolons or tabs${why}.`;
    throw new AppError('bad-input', text, undefined, { cause });
  }
}
