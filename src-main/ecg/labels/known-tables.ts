import type { Split } from '../../../src-shared/ecg.ts';
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
  /** Its recommended split, and the column that it follows from; undefined for a cell that says none. */
  split?: { column: string; of(cell: string): Split | undefined; note: string };
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
    split: {
      column: 'strat_fold',
      of: (cell) => {
        const fold = Number(cell);
        if (!(Number.isInteger(fold) && fold >= 1 && fold <= 10)) return undefined;
        return fold === 10 ? 'test' : fold === 9 ? 'validation' : 'train';
      },
      note:
        'The split is the one that PTB-XL recommends (strat_fold 1 to 8 training, 9 validation, 10 test; Wagner et al. 2020), ' +
        'in which no patient is in two; a seed changes nothing.',
    },
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
