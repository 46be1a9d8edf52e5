import { supposing, usualNames } from '../../../../src-shared/datasets/supposed.ts';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import type { SaidOfSignals } from '../../../../src-shared/datasets/said-of-signals.ts';
import { decodeText } from '../../tables/decode-text.ts';
import type { BareRecord } from '../said/bare-record.ts';
import { areUnits, columnsOf, titled, type Column } from './columns.ts';
import { linesAbove, numberRows, type NumberRows } from './number-rows.ts';
import { rateOfTimes } from './rate-of-times.ts';
import { statedAbove, type StatedAbove } from './stated-above.ts';

/** How far the rate that a file states may be from that of its times. */
const SAME_RATE = 0.01;

/**
 * A record from the columns of a text table: titles, rate and unit come from the file, else from the person. Throws
 * AppError('damaged') that names the flags for what neither says.
 */
export function decodeDelimited(bytes: Buffer, fileName: string, said: SaidOfSignals): BareRecord {
  const text = decodeText(bytes);
  const stated = statedAbove(linesAbove(text));
  const rows = understood(numberRows(text, stated.appleLead !== undefined), fileName);
  const columns = columnsIn(rows, stated, said, fileName).map((column, i) =>
    rows.clocks.has(i) ? { ...column, kind: 'time' as const, secondsPerUnit: 1 } : column,
  );
  const rateHz = rateOf(rows, columns, stated, fileName);
  const signals = columns.flatMap(({ kind, name, unit }, i) => {
    const values = rows.columns[i];
    return kind !== 'signal' || values === undefined ? [] : [{ name, unit: unit ?? stated.unit, values }];
  });
  if (signals.length === 0) throw new AppError('damaged', `${fileName} has no column that is a signal`);
  return {
    signals,
    rateHz,
    sourceFormat: stated.appleLead === undefined ? 'text table' : 'text table of Apple Health',
    identifying: [
      ...new Set([...stated.identifying, ...(rows.clocks.size === 0 ? [] : (['date of recording'] as const))]),
    ],
  };
}

function understood(found: ReturnType<typeof numberRows>, fileName: string): NumberRows {
  if (found === undefined) throw new AppError('damaged', `${fileName} has no rows of numbers`);
  if ('strangeLine' in found) {
    throw new AppError('damaged', `${fileName}, line ${found.strangeLine}, is no row of numbers like those above it`);
  }
  return found;
}

function columnsIn(rows: NumberRows, stated: StatedAbove, said: SaidOfSignals, fileName: string): Column[] {
  const width = rows.columns.length;
  if (stated.appleLead !== undefined) return columnsOf(1, [stated.appleLead], undefined, said, fileName);
  // `Date;ECG` above dates says what the columns are, not when it was recorded.
  const isHead = (line: string): boolean => rows.clocks.size > 0 && line === rows.above.at(-1);
  const lines = rows.above
    .filter((line) => !stated.lines.has(line) || isHead(line))
    .map((line) => cellsOf(line, rows, width));
  const last = lines.at(-1);
  const units = last !== undefined && last.length >= width && areUnits(last) ? last : undefined;
  const line = units === undefined ? last : lines.at(-2);
  const ofLine = line !== undefined && areTitles(line, width) ? line : undefined;
  const titles = stated.labels?.length === width ? stated.labels : ofLine;
  if (titles === undefined && said.columns === undefined) checkNoIndex(rows.columns, fileName);
  return columnsOf(width, titles, units, said, fileName);
}

/** A space in the title of the only column separates nothing. */
function cellsOf(line: string, { split }: NumberRows, width: number): string[] {
  const bare = line.replace(/^[#%]+\s*/, '');
  return width === 1 ? [bare.replaceAll(/^["']|["']?[\s,;]*$/g, '')] : split(bare);
}

/** What stands above one column is its title where it is one word or has a unit; else it is a remark. */
function areTitles(line: readonly string[], width: number): boolean {
  if (width > 1) return line.length >= width;
  const { name = '', unit } = titled(line[0]);
  return (
    line.length === 1 &&
    (unit !== undefined || /^[\w.+-]{1,30}$/.test(name) || /^(?:lead|e[ck]g) [\w+-]{1,5}$/i.test(name))
  );
}

/** A first column without a title that rises evenly is an index or a time, not a lead. */
function checkNoIndex(columns: readonly Float64Array[], fileName: string): void {
  const [first, second] = columns;
  if (first === undefined || second === undefined || first.length < 3) return;
  const step = (first[1] ?? 0) - (first[0] ?? 0);
  if (step > 0 && first.every((value, i) => i === 0 || Math.abs(value - (first[i - 1] ?? 0) - step) < step * 0.5)) {
    const text = `the first column of ${fileName} has no title and rises evenly; is it time or an index?`;
    const how = 'Say --columns time,<names of the others> or --columns -,<names>';
    // Seconds and milliseconds rise by other steps than by 1, as a count does.
    const names = [step === 1 ? '-' : 'time', ...usualNames(columns.length - 1)];
    throw new AppError('damaged', `${text} ${how}`, supposing({ said: { columns: names } }));
  }
}

function rateOf(rows: NumberRows, columns: readonly Column[], { rateHz }: StatedAbove, fileName: string) {
  const at = columns.findIndex(({ kind }) => kind === 'time');
  const times = rows.columns[at];
  if (times === undefined) return rateHz;
  const ofTimes = rateOfTimes(times, columns[at]?.secondsPerUnit ?? 1, fileName);
  if (rateHz !== undefined && Math.abs(ofTimes / rateHz - 1) > SAME_RATE) {
    throw new AppError(
      'damaged',
      `${fileName} says ${rateHz} Hz, but its times rise as at ${ofTimes.toPrecision(6)} Hz`,
    );
  }
  return rateHz ?? ofTimes;
}
