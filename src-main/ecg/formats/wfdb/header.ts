import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { excerpt } from '../../../../src-shared/format/excerpt.ts';

/** One signal line of a WFDB header (.hea). Numbers that the header omits have WFDB's defaults. */
export interface WfdbSignal {
  fileName: string;
  /** WFDB storage format, for example 16 or 212. */
  format: number;
  samplesPerFrame: number;
  byteOffset: number;
  /** ADC units per physical unit; 200 if the header gives none or 0. */
  gain: number;
  /** Physical unit of the gain as written; `mV` if the header gives none. */
  units: string;
  /** ADC value of physical zero. */
  baseline: number;
  initialValue: number | undefined;
  /** Sum of all samples as int16; undefined if the header gives none, or 0, which CinC 2017 writes for "unknown". */
  checksum: number | undefined;
  description: string;
  /** Why the line cannot be understood; such a signal is not read. */
  problem: string | undefined;
}

/** A parsed WFDB header of one segment; see header(5) of the WFDB manual. */
export interface WfdbHeader {
  recordName: string;
  samplingHz: number;
  /** Frames (samples per signal at one sample per frame); undefined if the header does not say. */
  frameCount: number | undefined;
  signals: WfdbSignal[];
  comments: string[];
}

const DEFAULT_SAMPLING_HZ = 250;
const DEFAULT_GAIN = 200;
const NUMBER = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?`;
/**
 * How a record line begins: name and number of signals. Nothing is quoted of a file that does not begin so: it is no
 * header, and perhaps a link to something that is nobody's business.
 */
const RECORD_LINE = /^([^\s/]+)(\/\d+)?\s+\d{1,15}(?=\s|$)/;
const FORMAT = /^(\d+)(?:x(\d+))?(?::(\d+))?(?:\+(\d+))?$/;
const GAIN = new RegExp(`^(${NUMBER})(?:\\(([-+]?\\d+)\\))?(?:/(\\S+))?$`);
const SAMPLING = new RegExp(`^(${NUMBER})(?:/${NUMBER}(?:\\(${NUMBER}\\))?)?$`);

/** Parses the text of a .hea file. Throws AppError('damaged') that names the file, the line and the value. */
export function parseWfdbHeader(text: string, fileName: string): WfdbHeader {
  const comments: string[] = [];
  const lines: { number: number; text: string }[] = [];
  text.split('\n').forEach((raw, index) => {
    const line = raw.trim();
    if (line.startsWith('#')) comments.push(line.slice(1).trim());
    else if (line !== '') lines.push({ number: index + 1, text: line });
  });
  const [first, ...rest] = lines;
  if (first === undefined) throw new AppError('damaged', `${fileName} is empty: it should begin with a record line.`);

  const where = (line: number): string => `${fileName}, line ${line}`;
  const [, name = '', segments] = RECORD_LINE.exec(first.text) ?? [];
  if (name === '') {
    const text = 'is no record line, which gives the name of the record and its number of signals';
    throw new AppError('damaged', `${where(first.number)} ${text}.`);
  }
  if (segments !== undefined) {
    throw new AppError('damaged', `${where(first.number)}: the record has several segments, which is not supported.`);
  }
  const [, signalCountText, samplingText, frameText] = first.text.split(/\s+/);
  const signalCount = Number(signalCountText);
  const samplingMatch = samplingText === undefined ? undefined : SAMPLING.exec(samplingText);
  const samplingHz = samplingText === undefined ? DEFAULT_SAMPLING_HZ : Number(samplingMatch?.[1]);
  if (!(samplingHz > 0 && Number.isFinite(samplingHz))) {
    throw new AppError(
      'damaged',
      `${where(first.number)}: the sampling rate "${excerpt(samplingText ?? '')}" is not a positive number.`,
    );
  }
  const frames = frameText === undefined ? 0 : wholeNumber(frameText, 'number of samples', where(first.number));
  if (signalCount === 0) throw new AppError('damaged', `${where(first.number)}: the record has no signals.`);
  if (rest.length < signalCount) {
    throw new AppError('damaged', `${fileName} announces ${signalCount} signals but describes ${rest.length}.`);
  }
  return {
    recordName: name,
    samplingHz,
    frameCount: frames === 0 ? undefined : frames,
    signals: rest.slice(0, signalCount).map((line) => parseSignalLine(line.text, where(line.number))),
    comments,
  };
}

/** A line that cannot be understood is no reason to lose the record's other signals: what is wrong goes with it. */
function parseSignalLine(line: string, where: string): WfdbSignal {
  const [fileName = '', formatText = '', ...rest] = line.split(/\s+/);
  const format = FORMAT.exec(formatText);
  const storage = {
    fileName,
    format: Number(format?.[1]),
    samplesPerFrame: Math.max(1, Number(format?.[2] ?? 1)),
    byteOffset: Number(format?.[4] ?? 0),
  };
  try {
    if (format === null)
      throw new AppError('damaged', `${where}: "${excerpt(formatText)}" is not a WFDB signal format.`);
    return { ...storage, ...parseMeaning(rest, where) };
  } catch (error) {
    if (!(error instanceof AppError)) throw error;
    return { ...storage, ...parseMeaning([], where), problem: error.message };
  }
}

/** What comes after the format: gain, resolution, zero, first value, checksum, block size, description. */
function parseMeaning(
  [gainText, , zeroText, initialText, checksumText, , ...description]: readonly string[],
  where: string,
): Omit<WfdbSignal, 'fileName' | 'format' | 'samplesPerFrame' | 'byteOffset'> {
  const gain = gainText === undefined ? undefined : GAIN.exec(gainText);
  if (gain === null)
    throw new AppError('damaged', `${where}: "${excerpt(gainText ?? '')}" is not a gain such as 1000/mV.`);
  const gainValue = Number(gain?.[1] ?? 0);
  if (!(gainValue >= 0 && Number.isFinite(gainValue))) {
    throw new AppError('damaged', `${where}: the gain "${excerpt(gainText ?? '')}" is negative or not finite.`);
  }
  const zero = zeroText === undefined ? 0 : signedNumber(zeroText, 'ADC zero', where);
  const checksum = checksumText === undefined ? 0 : signedNumber(checksumText, 'checksum', where);
  return {
    gain: gainValue === 0 ? DEFAULT_GAIN : gainValue,
    units: gain?.[3] ?? 'mV',
    baseline: gain?.[2] === undefined ? zero : Number(gain[2]),
    initialValue: initialText === undefined ? undefined : signedNumber(initialText, 'initial value', where),
    checksum: checksum === 0 ? undefined : checksum,
    description: description.join(' '),
    problem: undefined,
  };
}

function wholeNumber(text: string, what: string, where: string): number {
  if (!/^\d{1,15}$/.test(text)) {
    throw new AppError('damaged', `${where}: the ${what} "${excerpt(text)}" is not a whole number.`);
  }
  return Number(text);
}

function signedNumber(text: string, what: string, where: string): number {
  if (!/^[-+]?\d{1,15}$/.test(text))
    throw new AppError('damaged', `${where}: the ${what} "${excerpt(text)}" is not a whole number.`);
  return Number(text);
}
