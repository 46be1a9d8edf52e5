import type { Split } from '../../../src-shared/ecg.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { readParquetTable } from '../parquet/read-parquet-table.ts';
import { PARQUET_MARK, readParquet } from '../parquet/read-parquet.ts';
import { baseName } from '../source/file-name.ts';
import { readTable, type TableRow } from '../tables/read-table.ts';
import type { GivenLabels, LabelSource, RecordsToLabel, SaidOfRecord } from './label-source.ts';
import { positionsInOrder } from './label-source.ts';
import { positionsOf } from './positions-of.ts';
import { bareName } from './record-finder.ts';
import { tableColumns, type TableColumns } from './table-columns.ts';

const ENDING = String.raw`\.(?:csv|tsv|txt|parquet|pq)$`;

/** Labels in a table of texts or of Parquet: CinC 2017's, PTB-XL's, CPSC-2018's, or one of the person's own. */
export const labelTable: LabelSource = {
  name: 'table of labels (.csv, .tsv, .txt, .parquet)',
  fileNames: ['REFERENCE.csv', 'labels.csv', 'ptbxl_database.csv'],
  reads:
    'A line for each record: its name (also `name.mat`, `name.hea` or a path) and its label, between commas, semicolons or tabs, ' +
    'with or without titles and an index, in UTF-8 or UTF-16, or the rows of a Parquet file; or labels alone, in the order of the records; or a column of 0 and 1 ' +
    'for each class. Which of several columns holds the labels is found by its title or its words, else said with `--label-column`. ' +
    'A column of patients (`patient_id`, `subject` …) keeps the records of each together in one split. ' +
    'The tables of PTB-XL (`ptbxl_database.csv`, statements of any likelihood, split by its `strat_fold`) and CPSC-2018 (`REFERENCE.csv`) are known. ' +
    'If a dataset has several, the one above the most records is used, then REFERENCE.csv before the highest ' +
    'version (REFERENCE-v3.csv) and that before the original.',
  preference: (file) => {
    const name = baseName(file);
    if (new RegExp(`^(?:labels?|ptbxl_database)${ENDING}`, 'i').test(name)) return -1;
    if (!new RegExp(`^REFERENCE.*${ENDING}`, 'i').test(name)) return undefined;
    // PhysioNet calls the newest REFERENCE.csv.
    if (/^REFERENCE\.csv$/i.test(name)) return Number.POSITIVE_INFINITY;
    return Number(/v(\d+)/i.exec(name)?.[1] ?? 0);
  },
  // The last of the list: a file that no other source accepts is taken for a table.
  accepts: () => true,
  read: readLabelTable,
};

function readLabelTable(bytes: Buffer, fileName: string, records: RecordsToLabel): GivenLabels {
  const isParquet = bytes.toString('latin1', 0, PARQUET_MARK.length) === PARQUET_MARK;
  const rows = isParquet
    ? readParquetTable(readParquet(bytes, baseName(fileName)), fileName)
    : readTable(bytes, fileName);
  return labelsInRows(rows, fileName, records);
}

/** What is said twice and differently goes to `unusable`. Throws AppError('bad-input') where it is unclear what the columns are. */
export function labelsInRows(all: readonly TableRow[], fileName: string, records: RecordsToLabel): GivenLabels {
  const columns = tableColumns(all, records, fileName);
  const rows = columns.rows.map((row) => ({ ...row, words: wordsOf(row.cells, columns) }));
  if (columns.names.length === 0 && !rows.some(({ words }) => words.some((word) => isLabel(word, records)))) {
    const text = `${fileName} holds no line such as "A00001,N": a record and its label.`;
    throw new AppError('bad-input', text);
  }
  const positions =
    columns.names.length === 0 ? positionsOf(records.order, rows.length, fileName) : positionsInOrder(records.order);
  const said = new Map<string, SaidOfRecord>();
  const patients = new Map<string, string>();
  const splits = new Map<string, Split>();
  const unusable = new Map<string, string>();
  rows.forEach(({ cells, line, words }, index) => {
    const where = `${fileName}, line ${line}`;
    const names = columns.names.length === 0 ? [positions.recordAt(index)] : namesIn(cells, columns, records);
    const patient = columns.patient === undefined ? '' : (cells[columns.patient] ?? '');
    const split = columns.split?.by.of(cells[columns.split.column] ?? '');
    for (const name of names) {
      if (patient !== '') patients.set(name, patient);
      if (split !== undefined) splits.set(name, split);
      const before = said.get(name);
      if (words.length === 0) unusable.set(name, `its label (${where}) is empty`);
      else if (before !== undefined && before.words.join(',') !== words.join(',')) {
        unusable.set(name, `it has two different labels (the second in ${where})`);
      } else said.set(name, { words, where });
    }
  });
  for (const name of unusable.keys()) said.delete(name);
  const codes = columns.known === undefined ? {} : { codes: columns.known.codes };
  const published = columns.split === undefined ? {} : { splits: { ofRecord: splits, note: columns.split.by.note } };
  return { said, unusable, positions, column: columns.title, patients, ...codes, ...published };
}

/** The records that a row means; what it calls its record where there is none. */
function namesIn(cells: readonly string[], { names }: TableColumns, records: RecordsToLabel): string[] {
  const written = names.map((column) => cells[column] ?? '').filter((cell) => cell !== '');
  const found = written.map(records.find).filter((name) => name !== undefined);
  if (found.length > 0) return [...new Set(found)];
  return written.slice(-1).map(bareName);
}

function wordsOf(cells: readonly string[], { labels, known, oneHot }: TableColumns): string[] {
  const own = labels.map((column) => cells[column] ?? '');
  if (oneHot !== undefined) return oneHot.filter((_, i) => Number(own[i]) === 1);
  return known === undefined ? own.filter((cell) => cell !== '') : own.flatMap(known.words);
}

function isLabel(word: string, { isClass, anyWord }: RecordsToLabel): boolean {
  return anyWord || isClass(word) || /^\d/.test(word);
}
