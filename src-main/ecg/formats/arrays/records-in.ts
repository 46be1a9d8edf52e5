import { supposing, usualNames } from '../../../../src-shared/datasets/supposed.ts';
import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { excerpt } from '../../../../src-shared/format/excerpt.ts';
import type { ArrayLayout, SaidOfSignals } from '../../../../src-shared/datasets/said-of-signals.ts';
import type { BareRecord } from '../said/bare-record.ts';
import { LEAD_NAME, RATE_NAME, SIGNAL_NAMES, UNIT_NAME } from './names.ts';
import type { ArrayFile, NamedArray } from './named-array.ts';

/** Records that lie in one array. */
export interface ArrayRecords {
  count: number;
  /** Counted from 0. */
  record(index: number): BareRecord;
}

const MOST_LEADS = 256;
const MOST_USUAL_LEADS = 16;

/**
 * The records of a file of arrays. How its axes are meant is said by the person, unless there is one that is longer than 1, or the
 * array is `val`, whose rows are leads in every file of PhysioNet. Throws AppError('damaged') with the flag that settles it.
 */
export function recordsIn(file: ArrayFile, said: SaidOfSignals, fileName: string): ArrayRecords {
  const array = signalArray(file, fileName);
  const { records, samples, leads } = axesOf(array, said.layout, fileName);
  const [count, length, width] = [records, samples, leads].map((axis) =>
    axis === undefined ? 1 : (array.shape[axis] ?? 1),
  );
  if (count === undefined || length === undefined || width === undefined || count * length * width === 0) {
    throw new AppError('damaged', `${fileName} holds an array of no numbers, ${shapeText(array)}`);
  }
  if (width > MOST_LEADS) {
    throw new AppError(
      'damaged',
      `${fileName} would have ${width} leads by --layout ${said.layout ?? ''}; is that meant?`,
    );
  }
  const names = leadNames(file, width, said, fileName);
  const unit = [...file.texts].find(([name]) => UNIT_NAME.test(name))?.[1][0];
  const stride = (axis: number | undefined): number => (axis === undefined ? 0 : (array.strides[axis] ?? 0));
  return {
    count,
    record: (index) => ({
      signals: names.flatMap((name, lead) => {
        if (name === '-') return [];
        const at = index * stride(records) + lead * stride(leads);
        return [{ name, unit, values: along(array.values, at, stride(samples), length) }];
      }),
      rateHz: rateIn(file),
      sourceFormat: file.sourceFormat,
      identifying: [],
    }),
  };
}

function along(values: ArrayLike<number>, at: number, stride: number, length: number): Float64Array {
  const out = new Float64Array(length);
  for (let i = 0; i < length; i++) out[i] = values[at + i * stride] as number;
  return out;
}

function signalArray({ arrays }: ArrayFile, fileName: string): NamedArray {
  const large = arrays.filter(({ shape }) => shape.reduce((product, length) => product * length, 1) > 1);
  for (const name of SIGNAL_NAMES) {
    const found = large.find((one) => one.name.toLowerCase() === name);
    if (found !== undefined) return found;
  }
  const [only, second] = large;
  if (only !== undefined && second === undefined) return only;
  const names = large.map((one) => `${excerpt(one.name)} ${shapeText(one)}`).join(', ');
  const which = large.length === 0 ? 'no array of numbers' : `several arrays (${names}), none of them called ecg or x`;
  throw new AppError('damaged', `${fileName} holds ${which}`);
}

interface Axes {
  records: number | undefined;
  samples: number;
  leads: number | undefined;
}

function axesOf(array: NamedArray, layout: ArrayLayout | undefined, fileName: string): Axes {
  const { shape } = array;
  const long = shape.flatMap((length, axis) => (length > 1 ? [axis] : []));
  if (layout === undefined) {
    const [only] = long;
    if (array.name === 'val' && shape.length === 2) return axesIn('LT');
    if (only !== undefined && long.length === 1) return { records: undefined, samples: only, leads: undefined };
    const two = 'NT (records, samples), TL (samples, leads) or LT';
    const how = `--layout ${shape.length === 3 ? 'NTL (records, samples, leads) or NLT' : two}`;
    const cure = shape.length > 3 ? 'only arrays of up to three axes are read' : `say what its axes are: ${how}`;
    const text = `${fileName} holds an array ${shapeText(array)}: ${cure}`;
    const layout = usualLayout(shape);
    throw new AppError('damaged', text, layout === undefined ? undefined : supposing({ said: { layout } }));
  }
  if (layout.length !== shape.length) {
    const [only] = long;
    if (layout === 'T' && only !== undefined && long.length === 1)
      return { records: undefined, samples: only, leads: undefined };
    const text = `${fileName} holds an array ${shapeText(array)}, which is not --layout ${layout} of ${layout.length} axes`;
    throw new AppError('damaged', text);
  }
  return axesIn(layout);
}

/** Of two or three axes, by their lengths: records are many, samples more, leads few. */
function usualLayout(shape: readonly number[]): ArrayLayout | undefined {
  const areLeads = (length: number | undefined): boolean => length !== undefined && length <= MOST_USUAL_LEADS;
  const [first, second, third] = shape;
  if (shape.length === 2) return areLeads(second) ? 'TL' : first === 8 || first === 12 ? 'LT' : 'NT';
  if (shape.length !== 3) return undefined;
  return areLeads(third) ? 'NTL' : areLeads(second) ? 'NLT' : undefined;
}

function axesIn(layout: ArrayLayout): Axes {
  const at = (letter: string): number | undefined => (layout.includes(letter) ? layout.indexOf(letter) : undefined);
  return { records: at('N'), samples: layout.indexOf('T'), leads: at('L') };
}

function leadNames(file: ArrayFile, width: number, said: SaidOfSignals, fileName: string): (string | undefined)[] {
  const own = [...file.texts].find(([name, texts]) => LEAD_NAME.test(name) && texts.length === width)?.[1];
  if (said.columns !== undefined && said.columns.length !== width) {
    throw new AppError('damaged', `${fileName} has ${width} leads, but --columns names ${said.columns.length}`);
  }
  if (own === undefined && said.columns === undefined && width > 1) {
    throw new AppError(
      'damaged',
      `${fileName} has ${width} leads without names: say --columns I,II,III (one for each)`,
      supposing({ said: { columns: usualNames(width) } }),
    );
  }
  if (own !== undefined && said.columns?.some((name, i) => name !== '-' && name !== own[i]) === true) {
    throw new AppError(
      'damaged',
      `${fileName} calls its leads ${excerpt(own.join(','))} itself, which contradicts --columns`,
    );
  }
  return [...(said.columns ?? own ?? [undefined])];
}

function rateIn({ arrays }: ArrayFile): number | undefined {
  const found = arrays.find(({ name, values }) => values.length === 1 && RATE_NAME.test(name));
  const rate = found?.values[0];
  return rate !== undefined && rate > 0 ? rate : undefined;
}

function shapeText({ shape }: NamedArray): string {
  return `of shape (${shape.join(', ')})`;
}
