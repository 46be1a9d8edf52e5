import { parquetMetadata, parquetSchema, type FileMetaData, type SchemaTree } from 'hyparquet';
import { getMaxDefinitionLevel, getMaxRepetitionLevel } from 'hyparquet/src/schema.js';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { excerpt } from '../../../src-shared/format/excerpt.ts';
import { decodeColumn, typed, type ColumnPart } from './decode-column.ts';

/** Unpacked, of what the file has. */
const MOST_GROWTH = 10;
const SPARE_BYTES = 65_536;

/** A column of numbers. */
export interface ParquetColumn {
  name: string;
  /** Rows; rows of lists; rows of lists of lists. */
  depth: 0 | 1 | 2;
  /** Seconds that one of it stands for, where its type is a time. */
  secondsPerUnit: number | undefined;
}

export interface ParquetFile {
  rows: number;
  columns: readonly ParquetColumn[];
  /** Columns with one text, number or truth value for each row. */
  plain: readonly string[];
  /** What the writer put beside the columns. */
  notes: ReadonlyMap<string, string>;
  /** One number for each row, NaN where it is missing; times are counted from the first. */
  numbers(column: ParquetColumn): Float64Array;
  /** One text for each row of a plain column: truth values as 1 and 0, what is missing as none. */
  cells(name: string): string[];
  /** A list of numbers for each row. */
  lists(column: ParquetColumn): Float64Array[];
  /** A list of lists for each row. */
  listsOfLists(column: ParquetColumn): Float64Array[][];
}

/** What every file of Parquet begins with. */
export const PARQUET_MARK = 'PAR1';

/**
 * The columns of a Parquet file: numbers, also in lists, and what a table of labels has; others are passed over. Throws AppError('damaged') that names the file, before
 * it unpacks over ten times the file's size.
 */
export function readParquet(bytes: Buffer, fileName: string): ParquetFile {
  const metadata = orDamaged(fileName, 'its description', () => parquetMetadata(bytes));
  const tree = orDamaged(fileName, 'its description', () => parquetSchema(metadata));
  const rows = Number(metadata.num_rows);
  const found = orDamaged(fileName, 'its description', () => tree.children.flatMap((child) => columnOf(tree, child)));
  const plain = tree.children.flatMap(({ element: { name, type, repetition_type: repeats } }) =>
    type !== undefined && PLAIN.includes(type) && repeats !== 'REPEATED' ? [name] : [],
  );
  const partsIn = (name: string): ColumnPart[] => partsOf(bytes, metadata, tree, name, fileName);
  const rowsIn = (column: ParquetColumn): number[][][] => {
    const levels = levelsOf(tree, column);
    return complete(
      partsIn(column.name).flatMap((part) => orDamaged(fileName, column.name, () => rowsOf(part, levels))),
    );
  };
  const complete = <T>(all: T[]): T[] => {
    if (all.length === rows) return all;
    throw new AppError('damaged', `${fileName} announces ${rows} rows, ${all.length} are there`);
  };
  const notes = (metadata.key_value_metadata ?? []).flatMap(({ key, value }): [string, string][] =>
    value === undefined ? [] : [[key, value]],
  );
  return {
    rows,
    columns: found,
    plain,
    notes: new Map(notes),
    numbers: (column) => {
      const { definition } = levelsOf(tree, column);
      const parts = partsIn(column.name);
      const first: unknown = parts[0]?.values[0]?.[0];
      const base = column.secondsPerUnit !== undefined && typeof first === 'bigint' ? first : 0n;
      return Float64Array.from(complete(parts.flatMap((part) => Array.from(numbersOf(part, definition, base)))));
    },
    cells: (name) => {
      const definition = getMaxDefinitionLevel(pathOf(tree, name));
      return complete(partsIn(name).flatMap((part) => cellsOf(part, definition)));
    },
    lists: (column) => rowsIn(column).map(([list]) => Float64Array.from(list ?? [])),
    listsOfLists: (column) => rowsIn(column).map((row) => row.map((list) => Float64Array.from(list))),
  };
}

interface Levels {
  /** Of a value that is there. */
  definition: number;
  /** Of an element of a list, be it missing. */
  element: number;
  depth: number;
}

function levelsOf(tree: SchemaTree, { name, depth }: ParquetColumn): Levels {
  const path = pathOf(tree, name);
  const repeated = path.findLastIndex(({ element }) => element.repetition_type === 'REPEATED');
  return {
    definition: getMaxDefinitionLevel(path),
    element: getMaxDefinitionLevel(path.slice(0, repeated + 1)),
    depth,
  };
}

function orDamaged<T>(fileName: string, what: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof AppError) throw cause;
    const why = cause instanceof Error ? excerpt(cause.message) : 'for no reason that it says';
    throw new AppError('damaged', `${fileName} cannot be read as Parquet: ${what} is damaged (${why})`, undefined, {
      cause,
    });
  }
}

const PLAIN = ['BOOLEAN', 'INT32', 'INT64', 'FLOAT', 'DOUBLE', 'BYTE_ARRAY'];
const NUMBERS = ['INT32', 'INT64', 'FLOAT', 'DOUBLE'];
const SECONDS = { MILLIS: 1e-3, MICROS: 1e-6, NANOS: 1e-9 } as const;

function columnOf(tree: SchemaTree, child: SchemaTree): ParquetColumn[] {
  const path = [tree, child];
  for (let last = child; last.children.length > 0;) {
    const [only, second] = last.children;
    if (only === undefined || second !== undefined) return [];
    path.push(only);
    last = only;
  }
  const element = path.at(-1)?.element;
  const depth = getMaxRepetitionLevel(path);
  const logical = element?.logical_type;
  const isTime = logical?.type === 'TIMESTAMP' || logical?.type === 'TIME';
  const isNumber = logical === undefined || logical.type === 'INTEGER';
  if (element?.type === undefined || !NUMBERS.includes(element.type) || !(isNumber || isTime)) return [];
  if (depth !== 0 && depth !== 1 && depth !== 2) return [];
  if (isTime && depth > 0) return [];
  return [{ name: child.element.name, depth, secondsPerUnit: isTime ? SECONDS[logical.unit] : undefined }];
}

function pathOf(tree: SchemaTree, name: string): SchemaTree[] {
  const path = [tree];
  for (
    let next = tree.children.find(({ element }) => element.name === name);
    next !== undefined;
    [next] = next.children
  ) {
    path.push(next);
  }
  return path;
}

function partsOf(
  bytes: Buffer,
  metadata: FileMetaData,
  tree: SchemaTree,
  name: string,
  fileName: string,
): ColumnPart[] {
  let bytesLeft = MOST_GROWTH * bytes.length + SPARE_BYTES;
  return metadata.row_groups.flatMap(({ columns }) =>
    columns.flatMap(({ meta_data: column }) => {
      if (column?.path_in_schema[0] !== name) return [];
      const [size, count] = [Number(column.total_uncompressed_size), Number(column.num_values)];
      bytesLeft -= Math.max(size, count);
      if (!(size >= 0 && count >= 0 && bytesLeft >= 0)) {
        const what = `${count} numbers in ${excerpt(name)}, ${size} bytes`;
        throw new AppError('damaged', `${fileName} announces ${what}, over ten times its own ${bytes.length} bytes`);
      }
      return [orDamaged(fileName, excerpt(name), () => decodeColumn(bytes, typed(column, tree), size + SPARE_BYTES))];
    }),
  );
}

/**
 * One number for each value or missing one; whole numbers of 64 bits less `base`: times since 1970 in nanoseconds have more digits than a
 * number keeps.
 */
function numbersOf(part: ColumnPart, definition: number, base: bigint): Float64Array {
  const numbers = new Float64Array(part.count).fill(Number.NaN);
  forEachPresent(part, definition, (value, i) => {
    if (typeof value === 'bigint') numbers[i] = Number(value - base);
    else if (typeof value === 'number') numbers[i] = value;
  });
  return numbers;
}

function cellsOf(part: ColumnPart, definition: number): string[] {
  const cells = new Array<string>(part.count).fill('');
  forEachPresent(part, definition, (value, i) => {
    if (typeof value === 'boolean') cells[i] = value ? '1' : '0';
    else if (['string', 'number', 'bigint'].includes(typeof value)) cells[i] = String(value).trim();
  });
  return cells;
}

function forEachPresent(
  { values, definitions, count }: ColumnPart,
  definition: number,
  take: (value: unknown, i: number) => void,
): void {
  const present = each(values);
  for (let i = 0; i < count; i++) {
    if (definitions.length > 0 && definitions[i] !== definition) continue;
    take(present.next().value, i);
  }
}

function* each(values: readonly Iterable<unknown>[]): Generator<unknown, undefined, undefined> {
  for (const some of values) yield* some;
  return undefined;
}

/** Rows of lists of lists, from levels as Dremel has them; of depth 1, a row has one list. */
function rowsOf(part: ColumnPart, { definition, element, depth }: Levels): number[][][] {
  const rows: number[][][] = [];
  const numbers = numbersOf(part, definition, 0n);
  for (let i = 0; i < part.count; i++) {
    const repetition = part.repetitions[i] ?? 0;
    if (repetition === 0) rows.push([]);
    const row = rows.at(-1);
    if (row === undefined) throw new Error('it begins amid a row');
    // An empty list, or none.
    if ((part.definitions[i] ?? definition) < element) continue;
    if (repetition < depth || row.length === 0) row.push([]);
    row.at(-1)?.push(numbers[i] ?? Number.NaN);
  }
  return rows;
}
