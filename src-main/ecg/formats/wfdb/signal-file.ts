import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { decodeFlac } from '../flac/decode-flac.ts';
import { readMatlab4 } from './matlab4.ts';
import type { WfdbSignal } from './signal-line.ts';
import { FLAC_BITS, FORMAT_NUMBERS, STORAGE } from './storage.ts';

/** The samples of all signals that one file holds. */
export interface SignalFile {
  /** Whole frames that are there. */
  frames: number;
  /** Whether it is longer than so many frames by more than its own padding. */
  isLongerThan(frames: number): boolean;
  /** What stands for a missing sample; undefined if nothing does. */
  missing: number | undefined;
  /** Gives the samples of a signal of the file, counted from 0, in any order of reading that goes forwards. */
  samplesOf(position: number): (index: number) => number;
  /** The same where they are in memory as numbers: read twice as fast. */
  inMemory?(position: number): Strided | undefined;
}

/** Every `stride`-th of these values, from one on. */
export interface Strided {
  values: Int16Array | Int32Array;
  from: number;
  stride: number;
}

/**
 * Opens the bytes of a file that holds the signals of `group`, in this order. Throws AppError('damaged') where the header
 * does not describe them all in one way, or the file is not what it says.
 */
export function openSignalFile(bytes: Buffer, group: readonly [WfdbSignal, ...WfdbSignal[]]): SignalFile {
  const [{ fileName, format }] = group;
  // Where a signal of the same file is not understood, nobody knows where the samples of the others are.
  const stranger = group.find((other) => other.format !== format);
  if (stranger !== undefined) {
    throw new AppError('damaged', stranger.problem ?? `${fileName} holds signals of different formats.`);
  }
  if (bytes.length <= byteOffsetOf(group)) throw new AppError('damaged', `${fileName} holds no samples.`);
  const flacBits = FLAC_BITS.get(format);
  if (flacBits !== undefined) return flacFile(bytes, group, flacBits);
  const storage = STORAGE.get(format);
  if (storage === undefined) {
    const known = FORMAT_NUMBERS.join(', ');
    throw new AppError('damaged', `${fileName} is stored in WFDB format ${format}; those that are read are ${known}.`);
  }
  return isMatlabFile(fileName) ? matlabFile(bytes, group) : plainFile(bytes, group, storage);
}

export function isMatlabFile(fileName: string): boolean {
  return fileName.toLowerCase().endsWith('.mat');
}

type Group = Parameters<typeof openSignalFile>[1];
type Storage = NonNullable<ReturnType<typeof STORAGE.get>>;

function plainFile(file: Buffer, group: Group, storage: Storage): SignalFile {
  const offset = byteOffsetOf(group);
  const bytes = file.subarray(offset);
  const count = storage.samplesIn(bytes.length);
  const padding = storage.inGroup - 1;
  const values = storage.all?.(bytes, count);
  return {
    ...(values === undefined ? {} : { inMemory: strided(group, values) }),
    ...interleaved(group, count, padding, (index) => storage.at(bytes, index), storage.isDifference === true),
    missing: storage.missing,
  };
}

/** A matrix whose rows are the signals: CinC 2017 and later challenges. */
function matlabFile(file: Buffer, group: Group): SignalFile {
  const [{ fileName, format }] = group;
  const matrix = readMatlab4(file, fileName);
  const offset = byteOffsetOf(group);
  if (matrix.rows !== group.length) {
    const text = `${fileName} has ${matrix.rows} rows, but the header describes ${group.length} signals.`;
    throw new AppError('damaged', text);
  }
  if (matrix.dataOffset !== offset) {
    const text = `${fileName} has its first value at byte ${matrix.dataOffset}, but the header says ${offset}.`;
    throw new AppError('damaged', text);
  }
  const { values } = matrix;
  const samples = interleaved(group, values.length, 0, (index) => values[index] as number, false);
  return { ...samples, missing: STORAGE.get(format)?.missing };
}

function flacFile(file: Buffer, group: Group, bits: number): SignalFile {
  const [{ fileName, samplesPerFrame }] = group;
  const { channels, bitsPerSample } = decodeFlac(file.subarray(byteOffsetOf(group)), fileName);
  if (bitsPerSample !== bits) {
    const text = `${fileName} has samples of ${bitsPerSample} bits, but the header's format ${group[0].format} has ${bits}.`;
    throw new AppError('damaged', text);
  }
  if (channels.length !== group.length) {
    const text = `${fileName} has ${channels.length} channels, but the header describes ${group.length} signals.`;
    throw new AppError('damaged', text);
  }
  if (group.some((signal) => signal.samplesPerFrame !== samplesPerFrame)) {
    throw new AppError('damaged', `${fileName} holds signals of different rates, which FLAC cannot.`);
  }
  const count = channels[0]?.length ?? 0;
  return {
    frames: Math.floor(count / samplesPerFrame),
    isLongerThan: (frames) => count > frames * samplesPerFrame,
    missing: -(2 ** (bits - 1)),
    samplesOf: (position) => (index) => channels[position]?.[index] ?? Number.NaN,
  };
}

/** All signals of a file share one offset, which some headers give for the first only. */
function byteOffsetOf(group: Group): number {
  return group.reduce((most, other) => Math.max(most, other.byteOffset), 0);
}

/** Where signals of one sample in each frame are. */
function strided(group: Group, values: Strided['values']): NonNullable<SignalFile['inMemory']> {
  const stride = frameSizeOf(group);
  return (position) =>
    group[position]?.samplesPerFrame === 1
      ? { values, from: frameSizeOf(group.slice(0, position)), stride }
      : undefined;
}

function frameSizeOf(signals: readonly WfdbSignal[]): number {
  return signals.reduce((sum, { samplesPerFrame }) => sum + samplesPerFrame, 0);
}

/** Values one frame after another: in each, the samples of one signal after those of another. */
function interleaved(
  group: Group,
  count: number,
  padding: number,
  at: (index: number) => number,
  isDifference: boolean,
): Omit<SignalFile, 'missing'> {
  const frameSize = frameSizeOf(group);
  return {
    frames: Math.floor(count / frameSize),
    isLongerThan: (frames) => count > frames * frameSize + padding,
    samplesOf: (position) => {
      const take = group[position]?.samplesPerFrame ?? 1;
      const before = frameSizeOf(group.slice(0, position));
      const sample = (index: number): number => at(Math.floor(index / take) * frameSize + before + (index % take));
      return isDifference ? summed(sample, group[position]) : sample;
    },
  };
}

/** Samples out of their differences. */
function summed(difference: (index: number) => number, signal: WfdbSignal | undefined): (index: number) => number {
  let value = signal?.initialValue ?? signal?.adcZero ?? 0;
  let next = 0;
  return (index) => {
    for (; next <= index; next++) value += difference(next);
    return value;
  };
}
