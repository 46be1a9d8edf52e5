import { supposing, usualNames } from '../../../../src-shared/datasets/supposed.ts';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { excerpt } from '../../../../src-shared/format/excerpt.ts';
import type { SaidOfSignals } from '../../../../src-shared/datasets/said-of-signals.ts';
import { perMillivolt } from '../units/voltage.ts';

/** What a column holds. */
export interface Column {
  name: string | undefined;
  /** As its title says it. */
  unit: string | undefined;
  kind: 'signal' | 'time' | 'nothing';
  /** Of a column of times. */
  secondsPerUnit: number;
}

const MOST_TITLES = 16;
const TIME_TITLE =
  /^(?:elapsed[ _]?)?(?:date[ _/-]?time|time|times|t|zeit|temps|tiempo|tempo|sec|secs|seconds?|ms|timestamps?)$/i;
const INDEX_TITLE = /^(?:|#|n|no\.?|nr\.?|index|idx|samples?|sample[ _](?:number|index|no\.?)|counter|unnamed: \d+)$/i;
/** `II (mV)`, `II [uV]`, `II/mV`, `II_mV`, `time in ms`. */
const WITH_UNIT = /^(.*?)\s*(?:\(([^()]*)\)|\[([^[\]]*)\]|[/_]\s*([a-zA-Zµμ]{1,6})|\sin\s([a-zA-Zµμ]+))$/;
/** In brackets; longer words explain a lead, as `Lead II (Einthoven)`. */
const OTHER_UNIT = /^[a-zA-ZµμΩ°%/]{1,5}$/;
const SECONDS: ReadonlyMap<string, number> = new Map([
  ['s', 1],
  ['sec', 1],
  ['secs', 1],
  ['second', 1],
  ['seconds', 1],
  ['ms', 1e-3],
  ['msec', 1e-3],
  ['milliseconds', 1e-3],
  ['us', 1e-6],
  ['µs', 1e-6],
  ['hh:mm:ss.mmm', 1],
  ['mm:ss.mmm', 1],
]);

/**
 * What the columns hold, from their titles and from what the person says: a name for each column, or the titles of those that are
 * signals. A contradiction, several columns without a name, or a number of names that is not that of the columns throw
 * AppError('damaged').
 * @param titles of each column; undefined where the file gives none
 * @param units of each column, where a line below the titles gives them
 */
export function columnsOf(
  width: number,
  titles: readonly string[] | undefined,
  units: readonly string[] | undefined,
  said: SaidOfSignals,
  fileName: string,
): Column[] {
  const own = titles?.slice(0, width).map((title, i) => titled(title, units?.[i]));
  const named = said.columns?.map((name) => titled(name));
  if (named === undefined && own === undefined && width > 1) {
    const example = width === 2 ? 'time,ECG' : 'I,II,III';
    const how = `--columns ${example} (one name for each; time for times, - for what is no signal)`;
    const text = `${fileName} has ${width} columns without titles: say what they are with ${how}`;
    throw new AppError('damaged', text, supposing({ said: { columns: usualNames(width) } }));
  }
  if (named === undefined) return own ?? [titled(undefined)];
  if (named.length !== width) {
    const chosen = chosenByTitle(titles ?? [], said.columns ?? []);
    if (chosen === undefined || own === undefined) throw wrongNumber(width, 'columns', titles, named.length, fileName);
    return own.map((column, i) => (chosen.has(i) || column.kind === 'time' ? column : { ...column, kind: 'nothing' }));
  }
  return named.map((column, i) => {
    const title = own?.[i];
    if (title?.name === undefined || column.kind !== 'signal') return column;
    if (title.kind !== column.kind || title.name.toLowerCase() !== column.name?.toLowerCase()) {
      const text = `${fileName} calls its column ${i + 1} "${excerpt(titles?.[i] ?? '')}" itself, which contradicts --columns`;
      throw new AppError('damaged', text);
    }
    return title;
  });
}

/** The columns whose titles, with or without their units, these names are; undefined where a name is none of them. */
export function chosenByTitle(titles: readonly string[], names: readonly string[]): ReadonlySet<number> | undefined {
  const lower = titles.map((title) => [title, titled(title).name ?? ''].map((one) => one.trim().toLowerCase()));
  const found = names.map((name) => lower.findIndex((ways) => ways.includes(name.trim().toLowerCase())));
  return found.length === 0 || found.includes(-1) ? undefined : new Set(found);
}

/** Of names that are neither one for each column nor titles of some. */
export function wrongNumber(
  width: number,
  what: string,
  titles: readonly string[] | undefined,
  count: number,
  fileName: string,
): AppError {
  const some = titles?.slice(0, MOST_TITLES).map(excerpt).join(', ');
  const cure =
    some === undefined ? '' : `: name each, or some by their titles (${some}${width > MOST_TITLES ? ' …' : ''})`;
  return new AppError('damaged', `${fileName} has ${width} ${what}, but --columns names ${count}${cure}`);
}

/** What a title says of its column. */
export function titled(title: string | undefined, unitBelow?: string): Column {
  const signal = { kind: 'signal', secondsPerUnit: 1 } as const;
  if (title === undefined) return { name: undefined, unit: unitBelow, ...signal };
  const parts = WITH_UNIT.exec(title.trim());
  const found = (parts?.[2] ?? parts?.[3] ?? parts?.[4] ?? parts?.[5])?.trim();
  const isKnown = found !== undefined && (SECONDS.has(found.toLowerCase()) || perMillivolt(found) !== undefined);
  const isUnit = isKnown || OTHER_UNIT.test(parts?.[2] ?? parts?.[3] ?? '');
  const name = (isUnit ? parts?.[1] : title)?.trim() ?? '';
  const unit = isUnit ? found : unitBelow;
  const inSeconds = SECONDS.get((unit ?? name).toLowerCase());
  if (TIME_TITLE.test(name)) return { name, unit, kind: 'time', secondsPerUnit: inSeconds ?? 1 };
  if (name === '-' || INDEX_TITLE.test(name)) return { name, unit, kind: 'nothing', secondsPerUnit: 1 };
  return { name, unit, ...signal };
}

/** The cells of a line below the titles that are all units, such as PhysioNet's ATM writes. */
export function areUnits(cells: readonly string[]): boolean {
  const known = cells.filter((cell) => SECONDS.has(cell.toLowerCase()) || perMillivolt(cell) !== undefined);
  return known.length > 0 && known.length === cells.filter((cell) => cell !== '').length;
}
