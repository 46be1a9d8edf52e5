import { listArrayRecords } from './array-records.ts';
import type { EcgFormat } from './format.ts';
import { PARQUET_MARK, readParquet } from '../parquet/read-parquet.ts';
import { recordsInParquet } from './parquet/records-in.ts';

/** Columns of numbers as pandas, Polars, DuckDB and Spark write them. */
export const parquet: EcgFormat = {
  name: 'Parquet',
  recordFiles: 'Parquet files (.parquet, .pq)',
  holds: {
    recordsPerFile: 'several',
    leadsPerRecord: 'several',
    signals:
      'One record with a column of numbers for each lead, as in a text table; or one in each row, with a column of lists for each lead, or ' +
      'one column of lists of lists (`--layout NLT` or `NTL`). A column of times gives the rate, or `fs`; what the file leaves open is ' +
      'said with `--rate`, `--unit` and `--columns`, which also chooses columns by their titles. Packed with Snappy, gzip, Brotli, Zstandard or LZ4, or not. Up to 1 GB.',
  },
  detect: (file, source) =>
    /\.(?:parquet|pq)$/i.test(file) && source.readStart(file, 4).toString('latin1') === PARQUET_MARK,
  list: (source, files, said = {}) =>
    listArrayRecords(source, files, (bytes, name) => recordsInParquet(readParquet(bytes, name), said, name), said),
};
