import { AppError } from '../../../../src-shared/errors/app-error.ts';
import type { Stretch } from '../record/opened-record.ts';
import type { WfdbHeader } from './header.ts';
import type { SignalFile } from './signal-file.ts';
import type { WfdbSignal } from './signal-line.ts';
import { StretchList } from '../record/stretches.ts';

/** The samples of one signal in one file, ADC units with physical zero at 0. */
export interface DecodedSignal {
  samples: Int32Array;
  /** Stretches without a sample, where `samples` is 0. */
  missing: Stretch[];
  /** The ADC value that was taken off. */
  baseline: number;
  /**
   * The first sample differs from the header's initial value. Not in itself a sign of damage: it does in 565 of the
   * 8,528 headers of CinC 2017.
   */
  startsOtherwise: boolean;
}

const LARGEST = 2 ** 31 - 1;
const NO_VALUES = new Int16Array();

/**
 * Takes signal `position` of those in `file` out of it and undoes its skew; length, values and checksum are checked against
 * the header. Throws AppError('damaged') with a reason in plain words.
 */
export function decodeWfdbSignal(
  header: WfdbHeader,
  signal: WfdbSignal,
  file: SignalFile,
  position: number,
): DecodedSignal {
  const count = frameCount(header, signal, file) * signal.samplesPerFrame;
  if (count === 0) throw new AppError('damaged', `${signal.fileName} holds no samples.`);
  const plain = file.inMemory?.(position);
  const { values = NO_VALUES, from = 0, stride = 0 } = plain ?? {};
  const stored = file.samplesOf(position);
  const shift = Math.min(signal.skew * signal.samplesPerFrame, count);
  const samples = new Int32Array(count);
  const missing = new StretchList();
  let sum = 0;
  for (let i = 0; i < count; i++) {
    const value = plain === undefined ? stored(i) : (values[from + i * stride] as number);
    if (value === file.missing || Number.isNaN(value)) {
      if (i >= shift) missing.add(i - shift);
      sum = (sum + (file.missing ?? 0)) | 0;
      continue;
    }
    if (!Number.isInteger(value) || Math.abs(value - signal.baseline) > LARGEST) throw notANumber(signal, i, value);
    sum = (sum + value) | 0;
    if (i >= shift) samples[i - shift] = value - signal.baseline;
  }
  for (let i = count - shift; i < count; i++) missing.add(i);
  checkSum(sum, signal);
  const first = file.samplesOf(position)(0);
  const startsOtherwise = signal.initialValue !== undefined && first !== file.missing && first !== signal.initialValue;
  return { samples, missing: missing.all(), baseline: signal.baseline, startsOtherwise };
}

/** How many frames are read of a file that may be longer than its header says only if the header's sum tells which belong. */
function frameCount(header: WfdbHeader, { fileName, checksum }: WfdbSignal, file: SignalFile): number {
  const wanted = header.frameCount;
  if (wanted === undefined) return file.frames;
  if (file.frames < wanted) {
    throw new AppError('damaged', `${fileName} is truncated: ${file.frames} of ${wanted} samples are present.`);
  }
  if (checksum === undefined && file.isLongerThan(wanted)) {
    throw new AppError('damaged', `${fileName} holds ${file.frames} samples, but the header says ${wanted}.`);
  }
  return wanted;
}

function notANumber({ fileName }: WfdbSignal, index: number, value: number): AppError {
  const what = Number.isFinite(value) ? 'a whole number of 32 bits' : 'a finite number';
  return new AppError('damaged', `${fileName} has a value that is not ${what} (sample ${index}: ${value}).`);
}

function checkSum(sum: number, { fileName, checksum }: WfdbSignal): void {
  const short = (value: number): number => (value << 16) >> 16;
  if (checksum === undefined || short(sum) === short(checksum)) return;
  throw new AppError('damaged', `${fileName} has the checksum ${short(sum)}, but the header says ${checksum}.`);
}
