import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { TableRow } from '../tables/read-table.ts';
import type { ParquetFile } from './read-parquet.ts';

/**
 * Titles, then the rows of a Parquet file as a text table would have them, counted from 1. Throws AppError('bad-input' | 'damaged')
 * that names the file.
 */
export function readParquetTable({ plain, cells, rows }: ParquetFile, fileName: string): TableRow[] {
  if (plain.length === 0) {
    throw new AppError('bad-input', `${fileName} has no column with one text or number for each row.`);
  }
  const columns = plain.map(cells);
  return [
    { cells: plain, line: 0 },
    ...Array.from({ length: rows }, (_, row) => ({ cells: columns.map((own) => own[row] ?? ''), line: row + 1 })),
  ];
}
