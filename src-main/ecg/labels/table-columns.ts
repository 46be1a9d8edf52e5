import { AppError } from '../../../src-shared/errors/app-error.ts';
import { excerpt } from '../../../src-shared/format/excerpt.ts';
import type { TableRow } from '../tables/read-table.ts';
import type { RecordsToLabel } from './label-source.ts';
import { KNOWN_TABLES, type KnownTable } from './known-tables.ts';

/** Which columns of a table name the records and hold their labels, counted from 0. */
export interface TableColumns {
  /** Rows without the titles. */
  rows: readonly TableRow[];
  /** Empty where the table has no names, and its rows follow the order of the records. */
  names: readonly number[];
  labels: readonly number[];
  /** The label column as a person would call it. */
  title: string;
  known?: KnownTable;
  /** One column for each class, 1 in that of the record: the words are the titles. */
  oneHot?: readonly string[];
  /** The column that says whose a record is, and the one that the publisher's split follows from. */
  patient?: number;
  split?: { column: number; by: NonNullable<KnownTable['split']> };
}

export const LABEL_TITLE =
  /^(?:labels?|class(?:es)?|rhythms?|diagnos[ei]s|dx|targets?|categor(?:y|ies)|annotations?|reference|y)$/i;
const PATIENT_TITLE =
  /^(?:(?:patient|subject|person|participant)(?:[ _-]?(?:id|nr|no\.?|number|code|name))?|pid|mrn)$/i;
const INDEX_TITLE = /^(?:|#|no\.?|nr\.?|idx|index|unnamed: \d+)$/i;
const WHOLE_NUMBER = /^-?\d{1,6}(?:\.0*)?$/;

/** Throws AppError('bad-input') that names the columns where it is unclear which holds the labels. */
export function tableColumns(all: readonly TableRow[], records: RecordsToLabel, fileName: string): TableColumns {
  const titles = (all[0]?.cells ?? []).map((title) => title.toLowerCase());
  const known = KNOWN_TABLES.find((one) => one.titles.every((title) => titles.includes(title)));
  const patient = titles.findIndex((title) => PATIENT_TITLE.test(title));
  const columns = labelColumns(all, { titles, known, patient }, records, fileName);
  const split = titles.indexOf(known?.split?.column ?? '-');
  return {
    ...columns,
    // Records that are called by their patients are each of one.
    ...(patient < 0 || columns.names.includes(patient) ? {} : { patient }),
    ...(known?.split === undefined || split < 0 ? {} : { split: { column: split, by: known.split } }),
  };
}

interface Recognised {
  /** In lower case. */
  titles: readonly string[];
  known: KnownTable | undefined;
  /** −1 where there is none. */
  patient: number;
}

function labelColumns(
  all: readonly TableRow[],
  { titles, known, patient }: Recognised,
  records: RecordsToLabel,
  fileName: string,
): TableColumns {
  if (known !== undefined && records.column === undefined) {
    const at = (wanted: readonly string[]): number[] => wanted.map((one) => titles.indexOf(one)).filter((i) => i >= 0);
    return { rows: all.slice(1), names: at(known.names), labels: at(known.labels), title: known.name, known };
  }
  const name = nameColumn(all, records);
  const hasTitles = beginsWithTitles(all, name, records);
  const rows = hasTitles ? all.slice(1) : all;
  const width = Math.max(...all.map(({ cells }) => cells.length));
  const others = Array.from({ length: width }, (_, i) => i).filter(
    (i) => i !== name && (i !== patient || records.column !== undefined),
  );
  const names = name === undefined ? [] : [name];
  const oneHot = oneHotColumns(rows, others, hasTitles ? (all[0]?.cells ?? []) : [], records);
  if (oneHot !== undefined && records.column === undefined) {
    return { rows, names, labels: oneHot.columns, title: 'a column for each class', oneHot: oneHot.titles };
  }
  const titleOf = (column: number): string => (hasTitles ? all[0]?.cells[column] : undefined) ?? `${column + 1}`;
  const label = labelColumn({ rows, others, titleOf, records, fileName });
  return { rows, names, labels: [label], title: `column ${titleOf(label)}` };
}

/** The column in which most cells mean a record; undefined if none has any. */
function nameColumn(rows: readonly TableRow[], { find }: RecordsToLabel): number | undefined {
  const counts: number[] = [];
  for (const { cells } of rows) {
    cells.forEach((cell, i) => {
      if (cell !== '' && find(cell) !== undefined) counts[i] = (counts[i] ?? 0) + 1;
    });
  }
  const most = Math.max(0, ...counts.filter((count) => count > 0));
  const found = counts.indexOf(most);
  if (most > 0) return found;
  // Names of other records: somebody else's table, in the usual order.
  const isNamed = rows.some(({ cells }) => cells.length > 1 && !WHOLE_NUMBER.test(cells[0] ?? ''));
  return isNamed && !isIndex(rows.slice(1), 0) ? 0 : undefined;
}

/** Titles name no record and no class, and what stands over the labels is no label below. */
function beginsWithTitles(all: readonly TableRow[], name: number | undefined, records: RecordsToLabel): boolean {
  const [first, ...rest] = all;
  if (first === undefined || rest.length === 0) return false;
  if (name !== undefined && records.find(first.cells[name] ?? '') !== undefined) return false;
  return first.cells.every((cell, i) => {
    if (i === name) return true;
    if (WHOLE_NUMBER.test(cell)) return false;
    return (
      !rest.some(({ cells }) => cells[i] === cell && cell !== '') && (cell === '' || !isLabel(cell, i, rest, records))
    );
  });
}

/** A title that is a class's word stands over a column of zeros and ones. */
function isLabel(cell: string, column: number, rest: readonly TableRow[], { isClass }: RecordsToLabel): boolean {
  return isClass(cell) && !rest.every(({ cells }) => isZeroOrOne(cells[column] ?? ''));
}

interface LabelSearch {
  rows: readonly TableRow[];
  others: readonly number[];
  titleOf(column: number): string;
  records: RecordsToLabel;
  fileName: string;
}

function labelColumn({ rows, others, titleOf, records, fileName }: LabelSearch): number {
  const wanted = records.column;
  if (wanted !== undefined) {
    const byTitle = others.find((column) => titleOf(column).toLowerCase() === wanted.toLowerCase());
    const found = byTitle ?? others.find((column) => String(column + 1) === wanted);
    if (found !== undefined) return found;
    const titles = others.map(titleOf).map(excerpt).join(', ');
    throw new AppError('bad-input', `${fileName} has no column "${excerpt(wanted)}"; its columns are: ${titles}.`);
  }
  const filled = others.filter((column) => rows.some(({ cells }) => (cells[column] ?? '') !== ''));
  const noIndex = filled.filter((column) => !(isIndex(rows, column) && isIndexTitle(titleOf(column), rows)));
  const left = noIndex.length === 0 ? filled : noIndex;
  const titled = left.filter((column) => LABEL_TITLE.test(titleOf(column)));
  const inClasses = left.filter((column) => rows.every(({ cells }) => isEmptyOrClass(cells[column] ?? '', records)));
  for (const some of [left, titled, inClasses]) if (some.length === 1 && some[0] !== undefined) return some[0];
  if (left.length === 0) throw new AppError('bad-input', `${fileName} has no column with labels.`);
  const titles = left.map(titleOf).map(excerpt).join(', ');
  const text = `${fileName} has several columns that could hold the labels (${titles}). Name it: --label-column <title or number>.`;
  throw new AppError('bad-input', text);
}

function isEmptyOrClass(cell: string, { isClass }: RecordsToLabel): boolean {
  return cell === '' || isClass(cell);
}

/** 0, 1, 2 … or 1, 2, 3 … from the top to the bottom. */
function isIndex(rows: readonly TableRow[], column: number): boolean {
  const first = Number(rows[0]?.cells[column] ?? Number.NaN);
  return (first === 0 || first === 1) && rows.every(({ cells }, i) => cells[column] === String(first + i));
}

/** As few rows as there are classes could be labels in order. */
function isIndexTitle(title: string, rows: readonly TableRow[]): boolean {
  return INDEX_TITLE.test(title) || rows.length > 5;
}

function oneHotColumns(
  rows: readonly TableRow[],
  others: readonly number[],
  titles: readonly string[],
  { isClass, anyWord }: RecordsToLabel,
): { columns: number[]; titles: string[] } | undefined {
  const hot = others.filter(
    (column) =>
      (anyWord ? (titles[column] ?? '') !== '' : isClass(titles[column] ?? '')) &&
      rows.every(({ cells }) => isZeroOrOne(cells[column] ?? '')),
  );
  return hot.length < 2 ? undefined : { columns: hot, titles: hot.map((column) => titles[column] ?? '') };
}

function isZeroOrOne(cell: string): boolean {
  return /^[01](?:\.0*)?$/.test(cell);
}
