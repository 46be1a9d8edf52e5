import type { SaidOfSignals } from '../../../../src-shared/datasets/said-of-signals.ts';
import { supposing, usualNames } from '../../../../src-shared/datasets/supposed.ts';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { excerpt } from '../../../../src-shared/format/excerpt.ts';
import { RATE_NAME, SIGNAL_NAMES, UNIT_NAME } from '../arrays/names.ts';
import type { ArrayRecords } from '../arrays/records-in.ts';
import { chosenByTitle, columnsOf, wrongNumber } from '../delimited/columns.ts';
import { rateOfTimes } from '../delimited/rate-of-times.ts';
import type { BareRecord } from '../said/bare-record.ts';
import type { ParquetColumn, ParquetFile } from '../../parquet/read-parquet.ts';

const SOURCE_FORMAT = 'Parquet';
/** What pandas calls the index of its rows. */
const INDEX = /^__index_level_\d+__$/;

/**
 * The records of a Parquet file: one, whose leads are columns of numbers, as in a text table; or one in each row, whose leads are columns of
 * lists, or the lists within one. Throws AppError('damaged') that names the flags for what the file leaves open.
 */
export function recordsInParquet(file: ParquetFile, said: SaidOfSignals, fileName: string): ArrayRecords {
  const inRows = file.columns.filter(({ depth }) => depth > 0);
  if (file.rows === 0 || file.columns.length === 0) {
    throw new AppError('damaged', `${fileName} holds ${file.rows} rows and ${file.columns.length} columns of numbers`);
  }
  if (inRows.length === 0) return { count: 1, record: () => wholeRecord(file, said, fileName) };
  const signalsOf = rowSignals(file, inRows, said, fileName);
  const rates = file.columns.find(({ name, depth }) => depth === 0 && RATE_NAME.test(name));
  const ofRows = rates === undefined ? undefined : file.numbers(rates);
  return {
    count: file.rows,
    record: (index) => {
      const signals = signalsOf(index);
      if (signals.every(({ values }) => values.length === 0)) {
        throw new AppError('damaged', `row ${index + 1} of ${fileName} holds no numbers`);
      }
      const rateHz = ofRows?.[index] ?? notedRate(file);
      return { signals, rateHz, sourceFormat: SOURCE_FORMAT, identifying: [] };
    },
  };
}

function wholeRecord(file: ParquetFile, said: SaidOfSignals, fileName: string): BareRecord {
  const own = file.columns.filter(({ name }) => !INDEX.test(name));
  const titles = own.map(({ name }) => name);
  const columns = columnsOf(own.length, titles, undefined, said, fileName).map((column, i) => {
    const secondsPerUnit = own[i]?.secondsPerUnit;
    return secondsPerUnit === undefined ? column : { ...column, kind: 'time' as const, secondsPerUnit };
  });
  const valuesOf = (i: number): Float64Array => file.numbers(own[i] as ParquetColumn);
  const at = columns.findIndex(({ kind }) => kind === 'time');
  const ofTimes = at < 0 ? undefined : rateOfTimes(valuesOf(at), columns[at]?.secondsPerUnit ?? 1, fileName);
  const signals = columns.flatMap(({ kind, name, unit }, i) =>
    kind === 'signal' ? [{ name, unit: unit ?? notedUnit(file), values: valuesOf(i) }] : [],
  );
  if (signals.length === 0) throw new AppError('damaged', `${fileName} has no column that is a signal`);
  return { signals, rateHz: notedRate(file) ?? ofTimes, sourceFormat: SOURCE_FORMAT, identifying: [] };
}

/** The signals of each row. */
function rowSignals(
  file: ParquetFile,
  columns: readonly ParquetColumn[],
  said: SaidOfSignals,
  fileName: string,
): (row: number) => BareRecord['signals'] {
  const unit = notedUnit(file);
  const [only, second] = columns;
  if (only !== undefined && second === undefined && only.depth === 2) {
    const rows = file.listsOfLists(only);
    return (index) => leadsIn(rows[index] ?? [], said, fileName).map((signal) => ({ ...signal, unit }));
  }
  const named = columns.flatMap((column) => (column.depth === 1 ? [column] : []));
  if (named.length === 0) {
    const names = columns.map(({ name }) => excerpt(name)).join(', ');
    throw new AppError(
      'damaged',
      `${fileName} holds several columns of lists of lists (${names}): keep the one of the signals`,
    );
  }
  const titles = named.map(({ name }) => name);
  const chosen = said.columns?.length === named.length ? undefined : chosenByTitle(titles, said.columns ?? []);
  if (said.columns !== undefined && said.columns.length !== named.length && chosen === undefined) {
    throw wrongNumber(named.length, 'columns of lists', titles, said.columns.length, fileName);
  }
  const isGeneral = named.length === 1 && SIGNAL_NAMES.includes((only?.name ?? '').toLowerCase());
  const all = named.flatMap((column, i) => {
    const saidName = chosen === undefined ? said.columns?.[i] : undefined;
    const name = saidName ?? (isGeneral ? undefined : column.name);
    return name === '-' || chosen?.has(i) === false ? [] : [{ name, rows: file.lists(column) }];
  });
  return (index) => all.map(({ name, rows }) => ({ name, unit, values: rows[index] ?? new Float64Array() }));
}

/** The leads of one row: its lists, or with `--layout NTL` the numbers at one place of each. */
function leadsIn(lists: readonly Float64Array[], said: SaidOfSignals, fileName: string) {
  const { layout, columns } = said;
  if (layout !== 'NTL' && layout !== 'NLT') {
    const text =
      'has lists of lists in each row: say what they are with --layout NLT (leads, samples) or NTL (samples, leads)';
    const layout = (lists[0]?.length ?? 0) > lists.length ? 'NLT' : 'NTL';
    throw new AppError('damaged', `${fileName} ${text}`, supposing({ said: { layout } }));
  }
  const width = layout === 'NLT' ? lists.length : (lists[0]?.length ?? 0);
  if (columns?.length !== width && (columns !== undefined || width > 1)) {
    const how =
      columns === undefined ? 'say --columns I,II,III (one for each)' : `but --columns names ${columns.length}`;
    const text = `${fileName} has ${width} leads without names: ${how}`;
    throw new AppError(
      'damaged',
      text,
      columns === undefined ? supposing({ said: { columns: usualNames(width) } }) : undefined,
    );
  }
  return Array.from({ length: width }, (_, lead) => ({
    name: columns?.[lead],
    values: layout === 'NLT' ? (lists[lead] ?? []) : Float64Array.from(lists, (list) => list[lead] ?? Number.NaN),
  })).filter(({ name }) => name !== '-');
}

function notedRate({ notes }: ParquetFile): number | undefined {
  const rate = Number([...notes].find(([key]) => RATE_NAME.test(key))?.[1]);
  return rate > 0 ? rate : undefined;
}

function notedUnit({ notes }: ParquetFile): string | undefined {
  return [...notes].find(([key]) => UNIT_NAME.test(key))?.[1];
}
