import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { excerpt } from '../../../../src-shared/format/excerpt.ts';

/** One signal line of a WFDB header (.hea). Numbers that the header omits have WFDB's defaults. */
export interface WfdbSignal extends SignalStorage, SignalMeaning {}

interface SignalStorage {
  fileName: string;
  /** WFDB storage format, for example 16 or 212. */
  format: number;
  samplesPerFrame: number;
  /** Frames by which it lies later in its file than the other signals of the record. */
  skew: number;
  byteOffset: number;
}

interface SignalMeaning {
  /** ADC units per physical unit; 200 if the header gives none or 0. */
  gain: number;
  /** Whether the header gives a gain. */
  isCalibrated: boolean;
  /** Physical unit of the gain as written; `mV` if the header gives none. */
  units: string;
  /** ADC value of physical zero. */
  baseline: number;
  /** The value before the first one, from which differences count: the initial value, or where it is not given the ADC zero. */
  initialValue: number | undefined;
  adcZero: number;
  /** Sum of all samples as int16; undefined if the header gives none, or 0, which CinC 2017 writes for "unknown". */
  checksum: number | undefined;
  description: string;
  /** Why the line cannot be understood; such a signal is not read. */
  problem: string | undefined;
}

const DEFAULT_GAIN = 200;
const NUMBER = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?`;
const WHOLE = String.raw`[-+]?\d{1,15}(?:\.0*)?`;
const FORMAT = /^(\d{1,9})(?:x(\d{1,9}))?(?::(\d{1,9}))?(?:\+(\d{1,15}))?$/;
const GAIN = new RegExp(`^(${NUMBER})(?:\\((${WHOLE})\\))?(?:/(\\S+))?$`);
const IS_WHOLE = new RegExp(`^${WHOLE}$`);

/** A line that cannot be understood is no reason to lose the record's other signals: what is wrong goes with it. */
export function parseSignalLine(line: string, where: string): WfdbSignal {
  const [fileName = '', formatText = '', ...rest] = line.split(/\s+/);
  const format = FORMAT.exec(formatText);
  const storage = {
    fileName,
    format: Number(format?.[1]),
    samplesPerFrame: Math.max(1, Number(format?.[2] ?? 1)),
    skew: Number(format?.[3] ?? 0),
    byteOffset: Number(format?.[4] ?? 0),
  };
  try {
    if (format === null)
      throw new AppError('damaged', `${where}: "${excerpt(formatText)}" is not a WFDB signal format.`);
    return { ...storage, ...parseMeaning(rest, where) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ...storage, ...parseMeaning([], where), description: rest.slice(6).join(' '), problem: error.message };
  }
}

/** What comes after the format: gain, resolution, zero, first value, checksum, block size, description. */
function parseMeaning(
  [gainText, , zeroText, initialText, checksumText, , ...description]: readonly string[],
  where: string,
): SignalMeaning {
  const gain = gainText === undefined ? undefined : GAIN.exec(gainText);
  if (gain === null)
    throw new AppError('damaged', `${where}: "${excerpt(gainText ?? '')}" is not a gain such as 1000/mV.`);
  const gainValue = Number(gain?.[1] ?? 0);
  if (!(gainValue >= 0 && Number.isFinite(gainValue))) {
    throw new AppError('damaged', `${where}: the gain "${excerpt(gainText ?? '')}" is negative or not finite.`);
  }
  const adcZero = zeroText === undefined ? 0 : signedNumber(zeroText, 'ADC zero', where);
  const checksum = checksumText === undefined ? 0 : signedNumber(checksumText, 'checksum', where);
  return {
    gain: gainValue === 0 ? DEFAULT_GAIN : gainValue,
    isCalibrated: gainValue !== 0,
    units: gain?.[3] ?? 'mV',
    baseline: gain?.[2] === undefined ? adcZero : Number(gain[2]),
    initialValue: initialText === undefined ? undefined : signedNumber(initialText, 'initial value', where),
    adcZero,
    checksum: checksum === 0 ? undefined : checksum,
    description: description.join(' '),
    problem: undefined,
  };
}

function signedNumber(text: string, what: string, where: string): number {
  if (!IS_WHOLE.test(text))
    throw new AppError('damaged', `${where}: the ${what} "${excerpt(text)}" is not a whole number.`);
  return Number(text);
}
