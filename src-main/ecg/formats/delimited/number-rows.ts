import { delimiterOf } from '../../tables/delimiter.ts';
import { beginsWithClockTime, clockSeconds, joinedClockTimes } from './clock-times.ts';

/** Numbers in lines of text, below whatever stands above them. */
export interface NumberRows {
  /** The lines above the numbers, without empty ones. */
  above: string[];
  /** A line split into cells as the numbers are. */
  split: (line: string) => string[];
  /** Column by column, all of one length; NaN where a cell is empty. Columns without any number are left out at the end. */
  columns: Float64Array[];
  /** Positions of the columns that hold dates with times, as seconds since the first. */
  clocks: ReadonlySet<number>;
}

/** What a cell may hold in the place of a number. */
const NOTHING = /^(?:|nan|na|n\/a|null|none|-|\?)$/i;
const TIME = /^(?:\d{1,3}:)?\d{1,6}:\d{1,2}(?:[.,]\d+)?$/;
/** A table begins where this many lines in a row, or all that there are, hold numbers. */
const ROWS_TO_BEGIN = 3;
const LINES_ABOVE = 1000;
const MAX_COLUMNS = 1024;

/**
 * Finds the rows of numbers in a text, separated by tabs, semicolons, commas or spaces, with decimal points or, where no comma
 * separates, decimal commas. Times such as 0:01.250 are seconds, dates
 * with times (ISO 8601) seconds since the first. Undefined where there are none; `strangeLine` (from 1) where a
 * later line holds something else.
 * @param isOneColumn every line is one number, and a comma in it is the decimal one
 */
export function numberRows(text: string, isOneColumn = false): NumberRows | { strangeLine: number } | undefined {
  const begin = findBegin(text, isOneColumn);
  if (begin === undefined) return undefined;
  const { at, line: firstLine, split, above, width } = begin;
  const count = countLines(text, at);
  // Every cell but the first of a row has something before it.
  if (width > MAX_COLUMNS || count * width > text.length + 1) return { strangeLine: firstLine };
  const columns = Array.from({ length: width }, () => new Float64Array(count));
  const clocks = new Map<number, (cell: string) => number | undefined>();
  const clockOf = (column: number) => {
    const clock = clocks.get(column) ?? clockSeconds();
    return clocks.set(column, clock) && clock;
  };
  let row = 0;
  for (const { text: own, line } of linesFrom(text, at, firstLine)) {
    if (own.trim() === '') continue;
    const cells = split(own);
    const values = cells.map((cell, c) => numberOf(cell) ?? clockOf(c)(cell));
    if (cells.length !== width || values.includes(undefined)) return { strangeLine: line };
    values.forEach((value, c) => ((columns[c] as Float64Array)[row] = value ?? Number.NaN));
    row += 1;
  }
  while (columns.at(-1)?.every(Number.isNaN) === true) columns.pop();
  return { above, split, columns: columns.map((column) => column.subarray(0, row)), clocks: new Set(clocks.keys()) };
}

/** The lines above the first one that could hold numbers only, without empty ones. */
export function linesAbove(text: string): string[] {
  const above: string[] = [];
  for (const { text: own } of linesFrom(text, 0, 1)) {
    const bare = own.trim();
    if (
      /^[\d.,;:+\-eE\s"']*\d[\d.,;:+\-eE\s"']*$/.test(bare) ||
      beginsWithClockTime(bare) ||
      above.length >= LINES_ABOVE
    )
      break;
    if (bare !== '') above.push(bare);
  }
  return above;
}

interface Line {
  text: string;
  /** Where it begins. */
  at: number;
  /** From 1. */
  line: number;
}

function* linesFrom(text: string, from: number, firstLine: number): Generator<Line, void, undefined> {
  let at = from;
  for (let line = firstLine; at < text.length; line++) {
    const found = text.indexOf('\n', at);
    const end = found < 0 ? text.length : found;
    yield { text: text.slice(at, end), at, line };
    at = end + 1;
  }
}

function countLines(text: string, from: number): number {
  let count = 0;
  for (const { text: own } of linesFrom(text, from, 1)) if (own.trim() !== '') count += 1;
  return count;
}

type Begin = Line & { split: (line: string) => string[]; above: string[]; width: number };

function findBegin(text: string, isOneColumn: boolean): Begin | undefined {
  const filled: Line[] = [];
  for (const line of linesFrom(text, 0, 1)) {
    if (line.text.trim() !== '') filled.push(line);
    if (filled.length >= LINES_ABOVE) break;
  }
  for (const [k, begin] of filled.entries()) {
    const own = filled.slice(k, k + ROWS_TO_BEGIN).map((line) => line.text);
    if (!/\d/.test(own[0] ?? '')) continue;
    const split = isOneColumn ? oneColumn : splitterOf(own);
    const rows = own.map(split);
    const width = rows[0]?.length ?? 0;
    if (rows.every((cells) => cells.length === width && isNumberRow(cells))) {
      return { ...begin, split, width, above: filled.slice(0, k).map((line) => line.text.trim()) };
    }
  }
  return undefined;
}

function oneColumn(line: string): string[] {
  return [line.trim().replace(',', '.')];
}

function splitterOf(lines: readonly string[]): (line: string) => string[] {
  const delimiter = delimiterOf(lines.map((line) => line.trim()));
  const isDecimal = delimiter !== ',' && lines.some((line) => /\d,\d/.test(line));
  return (line) => {
    const bare = delimiter === '\t' ? line.replace(/\r$/, '') : line.trim();
    const cells = (delimiter === undefined ? joinedClockTimes(bare) : bare).split(delimiter ?? /\s+/).map(unquoted);
    return isDecimal ? cells.map((cell) => cell.replace(',', '.')) : cells;
  };
}

/** PhysioNet's ATM writes 'single' quotation marks, everybody else "double" ones. */
function unquoted(cell: string): string {
  const bare = cell.trim();
  const mark = bare[0];
  return bare.length > 1 && (mark === '"' || mark === "'") && bare.endsWith(mark) ? bare.slice(1, -1).trim() : bare;
}

function isNumberRow(cells: readonly string[]): boolean {
  const values = cells.map((cell) => numberOf(cell) ?? clockSeconds()(cell));
  return !values.includes(undefined) && values.some((value) => !Number.isNaN(value));
}

/** NaN for an empty cell, undefined for anything that is no number. */
function numberOf(cell: string): number | undefined {
  const value = Number(cell);
  if (cell !== '' && Number.isFinite(value)) return value;
  if (NOTHING.test(cell)) return Number.NaN;
  return TIME.test(cell) ? seconds(cell) : undefined;
}

function seconds(time: string): number {
  const parts = time.replace(',', '.').split(':');
  return parts.reduce((sum, part) => sum * 60 + Number(part), 0);
}
