import type { CodeList } from './stated-words.ts';

/** The label table of a publisher, known by the titles of its columns. */
export interface KnownTable {
  name: string;
  /** All of them, in lower case, without which a table is another one. */
  titles: readonly string[];
  /** Columns that name the record, each in its own way. */
  names: readonly string[];
  /** Columns that hold labels. */
  labels: readonly string[];
  words(cell: string): string[];
  codes: CodeList;
}

export const KNOWN_TABLES: readonly KnownTable[] = [
  {
    name: 'ptbxl_database.csv of PTB-XL',
    titles: ['scp_codes', 'filename_lr', 'filename_hr'],
    names: ['filename_lr', 'filename_hr'],
    labels: ['scp_codes'],
    // A dictionary of Python: {'NORM': 100.0, 'SR': 0.0}.
    words: (cell) => [...cell.matchAll(/['"]([^'"]+)['"]\s*:/g)].map(([, code]) => code ?? ''),
    codes: 'ptbXl',
  },
  {
    name: 'REFERENCE.csv of CPSC-2018',
    titles: ['recording', 'first_label'],
    names: ['recording'],
    labels: ['first_label', 'second_label', 'third_label'],
    words: (cell) => (cell === '' ? [] : [cell.replace(/\.0*$/, '')]),
    codes: 'cpsc2018',
  },
];
