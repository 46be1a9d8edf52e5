import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { perMillivolt } from '../units/voltage.ts';
import { readMatlab4 } from './matlab4.ts';
import type { WfdbHeader, WfdbSignal } from './header.ts';

/** One signal of a record in ADC units, physical zero at 0. */
export interface DecodedSignal {
  samples: Int16Array;
  samplingHz: number;
  unitsPerMv: number;
  /**
   * The first sample differs from the header's initial value. Not in itself a sign of damage: it does in 565 of the
   * 8,528 headers of CinC 2017.
   */
  startsOtherwise: boolean;
}

/** What WFDB writes where a sample is missing: the lowest value of each format. */
const MISSING: ReadonlyMap<number, number> = new Map([
  [16, -32768],
  [212, -2048],
]);

/** Whether its unit is a voltage; not known of a line that cannot be understood. */
export function isVoltage({ units, problem }: WfdbSignal): boolean {
  return problem === undefined && perMillivolt(units) !== undefined;
}

/** How its signals are stored, in words: `format 16, MATLAB v4`. */
export function storageOf({ signals }: WfdbHeader): string {
  const storages = signals
    .filter(({ problem }) => problem === undefined)
    .map(({ format, fileName }) => `format ${format}${isMatlab(fileName) ? ', MATLAB v4' : ''}`);
  return [...new Set(storages)].join(' and ');
}

function isMatlab(fileName: string): boolean {
  return fileName.toLowerCase().endsWith('.mat');
}

/**
 * Takes one signal out of the bytes of its signal file: format 16 or 212 with byte offset, or a MATLAB v4 matrix.
 * Checks length and checksum against the header. Throws AppError('damaged') with a reason in plain words.
 */
export function decodeWfdbSignal(header: WfdbHeader, signal: WfdbSignal, file: Buffer): DecodedSignal {
  const name = signal.fileName;
  if (signal.format !== 16 && signal.format !== 212) {
    throw new AppError('damaged', `${name} is stored in WFDB format ${signal.format}; only 16 and 212 are read.`);
  }
  const group = header.signals.filter((other) => other.fileName === name);
  // Where a signal of the same file is not understood, nobody knows where the samples of the others are.
  const stranger = group.find((other) => other.format !== signal.format);
  if (stranger !== undefined) {
    throw new AppError('damaged', stranger.problem ?? `${name} holds signals of different formats.`);
  }
  // All signals of a file share one offset, which some headers give for the first only.
  const byteOffset = group.reduce((most, other) => Math.max(most, other.byteOffset), 0);
  if (file.length <= byteOffset) throw new AppError('damaged', `${name} holds no samples.`);
  const frameSize = group.reduce((sum, other) => sum + other.samplesPerFrame, 0);
  const before = group.slice(0, group.indexOf(signal)).reduce((sum, other) => sum + other.samplesPerFrame, 0);

  const inMatlab = isMatlab(name);
  const all = inMatlab
    ? matlabValues(file, name, group.length, byteOffset)
    : rawValues(file.subarray(byteOffset), signal);
  const frames = frameCount(header, all.length, frameSize, signal, inMatlab);
  const raw = pick(all, { frames, frameSize, before, take: signal.samplesPerFrame });

  checkValues(raw, signal);
  const unitsPerMv = signal.gain * (perMillivolt(signal.units) ?? 1);
  return {
    samples: removeBaseline(raw, signal),
    samplingHz: header.samplingHz * signal.samplesPerFrame,
    unitsPerMv,
    startsOtherwise: signal.initialValue !== undefined && raw[0] !== signal.initialValue,
  };
}

function matlabValues(file: Buffer, name: string, signalCount: number, byteOffset: number): ArrayLike<number> {
  const matrix = readMatlab4(file, name);
  if (matrix.rows !== signalCount) {
    throw new AppError('damaged', `${name} has ${matrix.rows} rows, but the header describes ${signalCount} signals.`);
  }
  if (matrix.dataOffset !== byteOffset) {
    const text = `${name} has its first value at byte ${matrix.dataOffset}, but the header says ${byteOffset}.`;
    throw new AppError('damaged', text);
  }
  return matrix.values;
}

function rawValues(bytes: Buffer, signal: WfdbSignal): Int16Array {
  return signal.format === 16 ? decodeFormat16(bytes) : decodeFormat212(bytes);
}

/** Format 16: int16, little-endian. An odd last byte is left out. */
function decodeFormat16(bytes: Buffer): Int16Array {
  const out = new Int16Array(bytes.length >> 1);
  for (let i = 0; i < out.length; i++) out[i] = bytes.readInt16LE(2 * i);
  return out;
}

/** Format 212: two 12-bit two's complement samples in three bytes; a last single sample takes two bytes. */
function decodeFormat212(bytes: Buffer): Int16Array {
  const out = new Int16Array(Math.floor((bytes.length * 2) / 3));
  for (let i = 0; i < out.length; i++) {
    const at = 3 * (i >> 1);
    const middle = bytes[at + 1] ?? 0;
    const twelve =
      i % 2 === 0 ? ((middle & 0x0f) << 8) | (bytes[at] ?? 0) : ((middle & 0xf0) << 4) | (bytes[at + 2] ?? 0);
    out[i] = (twelve << 20) >> 20;
  }
  return out;
}

function frameCount(header: WfdbHeader, present: number, frameSize: number, signal: WfdbSignal, inMatlab: boolean) {
  const frames = Math.floor(present / frameSize);
  const wanted = header.frameCount;
  if (wanted === undefined) return frames;
  // Format 212 pads an odd number of samples to three bytes, so one sample may be left over there.
  const spare = signal.format === 212 && !inMatlab ? 1 : 0;
  if (present < wanted * frameSize) {
    throw new AppError('damaged', `${signal.fileName} is truncated: ${frames} of ${wanted} samples are present.`);
  }
  if (present > wanted * frameSize + spare) {
    throw new AppError('damaged', `${signal.fileName} holds ${frames} samples, but the header says ${wanted}.`);
  }
  return wanted;
}

interface Layout {
  frames: number;
  frameSize: number;
  before: number;
  take: number;
}

function pick(all: ArrayLike<number>, { frames, frameSize, before, take }: Layout): ArrayLike<number> {
  if (frameSize === 1 && frames === all.length) return all;
  return Float64Array.from({ length: frames * take }, (_, i) => {
    return all[Math.floor(i / take) * frameSize + before + (i % take)] ?? Number.NaN;
  });
}

function checkValues(raw: ArrayLike<number>, signal: WfdbSignal): void {
  const name = signal.fileName;
  if (raw.length === 0) throw new AppError('damaged', `${name} holds no samples.`);
  const missing = MISSING.get(signal.format);
  let sum = 0;
  let isFlat = true;
  for (let i = 0; i < raw.length; i++) {
    const value = raw[i] as number;
    if (!Number.isFinite(value) || value === missing) {
      throw new AppError('damaged', `${name} has a value that is not a finite number (sample ${i}: ${value}).`);
    }
    if (!Number.isInteger(value) || Math.abs(value) > 32768) {
      throw new AppError('damaged', `${name} has a value that is not a 16-bit whole number (sample ${i}: ${value}).`);
    }
    sum = (sum + value) | 0;
    if (value !== raw[0]) isFlat = false;
  }
  if (isFlat) throw new AppError('damaged', `${name} is a flat line: every sample is ${raw[0]}.`);
  if (signal.checksum !== undefined && (sum << 16) >> 16 !== (signal.checksum << 16) >> 16) {
    const text = `${name} has the checksum ${(sum << 16) >> 16}, but the header says ${signal.checksum}.`;
    throw new AppError('damaged', text);
  }
}

function removeBaseline(raw: ArrayLike<number>, signal: WfdbSignal): Int16Array {
  if (signal.baseline === 0 && raw instanceof Int16Array) return raw;
  const out = new Int16Array(raw.length);
  for (let i = 0; i < raw.length; i++) {
    const value = (raw[i] as number) - signal.baseline;
    if (value < -32768 || value > 32767) {
      throw new AppError(
        'damaged',
        `${signal.fileName}: sample ${i} does not fit into 16 bits once the baseline is subtracted.`,
      );
    }
    out[i] = value;
  }
  return out;
}
