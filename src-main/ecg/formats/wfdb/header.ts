import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { excerpt } from '../../../../src-shared/format/excerpt.ts';
import { parseSignalLine, type WfdbSignal } from './signal-line.ts';

/** A parsed WFDB header; see header(5) of the WFDB manual. */
export interface WfdbHeader {
  recordName: string;
  /** Frames per second; a signal may have several samples in each. */
  samplingHz: number;
  /** Frames (samples per signal at one sample per frame); undefined if the header does not say. */
  frameCount: number | undefined;
  /** Empty where the record consists of segments. */
  signals: WfdbSignal[];
  /** The records that this one is put together of, in order; undefined if it has signals of its own. */
  segments: WfdbSegment[] | undefined;
  comments: string[];
  /** Whether it says on which day it was recorded. */
  hasDate: boolean;
}

export interface WfdbSegment {
  /** The name of its header without `.hea`; undefined for a stretch in which nothing was recorded. */
  name: string | undefined;
  /** 0 for the layout, which only describes the signals of the others. */
  frames: number;
}

interface Line {
  number: number;
  text: string;
}

const DEFAULT_SAMPLING_HZ = 250;
const NUMBER = String.raw`[-+]?(?:\d+\.?\d*|\.\d+)(?:[eE][-+]?\d+)?`;
/**
 * How a record line begins: name, number of segments and of signals. Nothing is quoted of a file that does not begin so: it
 * is no header, and perhaps a link to something that is nobody's business.
 */
const RECORD_LINE = /^(\S+?)(?:\/(\d{1,15}))?\s+(\d{1,15})(?=\s|$)/;
const SAMPLING = new RegExp(`^(${NUMBER})(?:/${NUMBER}(?:\\(${NUMBER}\\))?)?$`);
const SEGMENT_LINE = /^(\S+)\s+(\d{1,15})(?=\s|$)/;
const GAP = '~';

/** Parses a .hea file. Throws AppError('damaged') that names the file, the line and the value. */
export function parseWfdbHeader(text: string, fileName: string): WfdbHeader {
  const { lines, comments } = linesOf(text);
  const [first, ...rest] = lines;
  if (first === undefined) throw new AppError('damaged', `${fileName} is empty: it should begin with a record line.`);
  const where = (line: Line): string => `${fileName}, line ${line.number}`;
  const [, name = '', segmentText, signalText = ''] = RECORD_LINE.exec(first.text) ?? [];
  if (name === '') {
    const text = 'is no record line, which gives the name of the record and its number of signals';
    throw new AppError('damaged', `${where(first)} ${text}.`);
  }
  const [samplingText, frameText, , dateText] = first.text.split(/\s+/).slice(2);
  const frames = frameText === undefined ? 0 : wholeNumber(frameText, 'number of samples', where(first));
  const [what, announced] =
    segmentText === undefined ? ['signals', Number(signalText)] : ['segments', Number(segmentText)];
  if (announced === 0) throw new AppError('damaged', `${where(first)}: the record has no ${what}.`);
  if (rest.length < announced) {
    throw new AppError('damaged', `${fileName} announces ${announced} ${what} but describes ${rest.length}.`);
  }
  const described = rest.slice(0, announced);
  return {
    recordName: name,
    samplingHz: sampling(samplingText, where(first)),
    frameCount: frames === 0 ? undefined : frames,
    signals: segmentText === undefined ? described.map((line) => parseSignalLine(line.text, where(line))) : [],
    segments: segmentText === undefined ? undefined : described.map((line) => parseSegmentLine(line.text, where(line))),
    comments,
    hasDate: dateText !== undefined,
  };
}

/** Whether a header, or its beginning, is that of a record of segments. */
export function beginsWithSegments(text: string): boolean {
  const [first] = linesOf(text).lines;
  return first !== undefined && RECORD_LINE.exec(first.text)?.[2] !== undefined;
}

/** Lines that say something, and the comments that may stand anywhere among them. */
function linesOf(text: string): { lines: Line[]; comments: string[] } {
  const comments: string[] = [];
  const lines: Line[] = [];
  text.split(/\r\n|\n|\r/).forEach((raw, index) => {
    const line = raw.replace(/^\ufeff/, '').trim();
    if (line.startsWith('#')) comments.push(line.slice(1).trim());
    else if (line !== '') lines.push({ number: index + 1, text: line });
  });
  return { lines, comments };
}

function sampling(text: string | undefined, where: string): number {
  const rate = text === undefined ? DEFAULT_SAMPLING_HZ : Number(SAMPLING.exec(text)?.[1]);
  if (!(rate > 0 && Number.isFinite(rate))) {
    throw new AppError('damaged', `${where}: the sampling rate "${excerpt(text ?? '')}" is not a positive number.`);
  }
  return rate;
}

function parseSegmentLine(text: string, where: string): WfdbSegment {
  const [, name = '', frames = ''] = SEGMENT_LINE.exec(text) ?? [];
  if (name === '') {
    throw new AppError('damaged', `${where} is no segment line, which gives a name and a number of samples.`);
  }
  return { name: name === GAP ? undefined : name, frames: Number(frames) };
}

function wholeNumber(text: string, what: string, where: string): number {
  if (!/^\d{1,15}$/.test(text)) {
    throw new AppError('damaged', `${where}: the ${what} "${excerpt(text)}" is not a whole number.`);
  }
  return Number(text);
}
