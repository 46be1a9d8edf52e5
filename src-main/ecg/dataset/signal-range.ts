import { AppError } from '../../../src-shared/errors/app-error.ts';
import { count } from '../../../src-shared/format/number.ts';
import type { SignalSamples } from '../formats/format.ts';

/** What values of an ECG may be; a record outside is left out. */
export interface SignalRange {
  what: string;
  unit: string;
  least: number;
  most: number;
  /** Why these ends, in sentences for docs/file-formats.md. */
  why: string;
}

const SAMPLING_HZ: SignalRange = {
  what: 'sampling rate',
  unit: 'Hz',
  least: 50,
  most: 20_000,
  why:
    'Below it the QRS complex, whose power reaches to 25 Hz and beyond, is not recorded (Nyquist); above it no ECG ' +
    'recorder samples, high-resolution ones at 1,000 to 10,000 Hz.',
};

const UNITS_PER_MV: SignalRange = {
  what: 'gain',
  unit: 'units per mV',
  least: 10,
  most: 100_000,
  why:
    'Below it a QRS complex of 1 mV has fewer than ten steps; above it the 65,536 values of 16 bits span less than ' +
    '0.7 mV, which no QRS complex fits into.',
};

/** @internal Exported for docs/file-formats.md. */
export const SIGNAL_RANGES: readonly SignalRange[] = [SAMPLING_HZ, UNITS_PER_MV];

/** Throws AppError('damaged') for a sampling rate or a gain that no ECG has. */
export function checkSignalRange({ samplingHz, unitsPerMv }: Pick<SignalSamples, 'samplingHz' | 'unitsPerMv'>): void {
  check(samplingHz, SAMPLING_HZ);
  check(unitsPerMv, UNITS_PER_MV);
}

/**
 * '50 to 20,000 Hz'
 * @internal Exported for docs/file-formats.md.
 */
export function rangeText({ least, most, unit }: SignalRange): string {
  return `${count(least)} to ${count(most)} ${unit}`;
}

function check(value: number, range: SignalRange): void {
  const { what, unit, least, most } = range;
  if (value >= least && value <= most) return;
  const text = `its ${what} of ${value} ${unit} is not that of an ECG (${rangeText(range)}); correct its header`;
  throw new AppError('damaged', text);
}
