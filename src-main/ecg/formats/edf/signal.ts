import { AppError } from '../../../../src-shared/errors/app-error.ts';
import type { SignalSamples } from '../record/opened-record.ts';
import { StretchList } from '../record/stretches.ts';
import { centredOnZero } from '../record/physical-zero.ts';
import { perMillivolt } from '../units/voltage.ts';
import type { EdfHeader, EdfSignal } from './header.ts';
import { edfNumber } from './header.ts';

/** How much longer than its samples a recording may be with its gaps. */
const LONGEST_WITH_GAPS = 4;

/**
 * The samples of one signal, with what lies between its data records as missing. `onsets`: seconds at which each data
 * record begins; undefined if they follow one another. Throws AppError('damaged').
 */
export function readEdfSignal(
  file: Buffer,
  header: EdfHeader,
  signal: EdfSignal,
  where: string,
  onsets: Float64Array | undefined,
): SignalSamples {
  const perRecord = signal.samplesPerRecord;
  if (perRecord === 0) throw new AppError('damaged', `${where} has no samples.`);
  if (!(header.recordSeconds > 0)) {
    throw new AppError(
      'damaged',
      `${where}: a data record lasts ${header.recordSeconds} s, which gives no sampling rate.`,
    );
  }
  const samplingHz = nearlyWhole(perRecord / header.recordSeconds);
  const { gain, zero } = scaleOf(signal, where);
  const { starts, length } = layout(header, perRecord, samplingHz, where, onsets);
  const numbers = new Int32Array(length);
  const missing = new StretchList();
  let filled = 0;
  starts.forEach((start, record) => {
    missing.addAll(filled, start);
    const at = header.headerBytes + record * header.recordBytes + signal.offset;
    for (let i = 0; i < perRecord; i++) {
      numbers[start + i] =
        header.bytesPerSample === 2 ? file.readInt16LE(at + 2 * i) : file.readIntLE(at + 3 * i, header.bytesPerSample);
    }
    filled = start + perRecord;
  });
  const unitsPerMv = gain * (perMillivolt(signal.dimension) ?? 1);
  return { ...centredOnZero(numbers, { unitsPerMv, zero, missing: missing.all() }, where), samplingHz };
}

/** Numbers per physical unit, and the number at physical zero. */
function scaleOf({ limits }: EdfSignal, where: string): { gain: number; zero: number } {
  const physicalMin = edfNumber(limits.physicalMin, 'physical minimum', where);
  const physicalMax = edfNumber(limits.physicalMax, 'physical maximum', where);
  const digitalMin = edfNumber(limits.digitalMin, 'digital minimum', where);
  const digitalMax = edfNumber(limits.digitalMax, 'digital maximum', where);
  if (physicalMin === physicalMax || digitalMin >= digitalMax) {
    const text = `${where}: the limits ${physicalMin} to ${physicalMax} and ${digitalMin} to ${digitalMax} give no scale.`;
    throw new AppError('damaged', text);
  }
  const gain = (digitalMax - digitalMin) / (physicalMax - physicalMin);
  return { gain, zero: digitalMin - physicalMin * gain };
}

/** Where each data record begins among the samples, and how many samples there are with the gaps. */
function layout(
  header: EdfHeader,
  perRecord: number,
  samplingHz: number,
  where: string,
  onsets: Float64Array | undefined,
): { starts: Int32Array; length: number } {
  const starts = new Int32Array(header.recordCount);
  const own = header.recordCount * perRecord;
  let end = 0;
  for (let record = 0; record < starts.length; record++) {
    const told = onsets === undefined ? end : Math.round(((onsets[record] ?? 0) - (onsets[0] ?? 0)) * samplingHz);
    // Times are rounded when they are written: one sample more or less is no gap.
    const start = Math.abs(told - end) <= 1 ? end : told;
    if (start < end)
      throw new AppError('damaged', `${where}: data record ${record + 1} begins before the one before it ends.`);
    if (start + perRecord > own * LONGEST_WITH_GAPS) {
      const held = `${Math.round(own / samplingHz)} s of signal over more than ${LONGEST_WITH_GAPS} times as long`;
      throw new AppError('damaged', `${where} holds ${held}: split the file at its gaps.`);
    }
    starts[record] = start;
    end = start + perRecord;
  }
  return { starts, length: end };
}

/** A duration is written with at most eight characters: three records a second last 0.333333 s. */
function nearlyWhole(hz: number): number {
  const whole = Math.round(hz);
  return Math.abs(hz - whole) < 2e-6 * hz ? whole : hz;
}
