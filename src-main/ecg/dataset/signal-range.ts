import { AppError } from '../../../src-shared/errors/app-error.ts';
import type { RecordSignal } from '../formats/format.ts';

/**
 * Sampling rates of an ECG, Hz. Below 50 the QRS complex, whose power reaches to 25 Hz and beyond, is not recorded
 * (Nyquist); above 20,000 no ECG recorder samples, high-resolution ones at 1,000 to 10,000.
 */
const SAMPLING_HZ = { least: 50, most: 20_000 };

/**
 * Units per mV of an ECG in 16 bits. Below 10 a QRS complex of 1 mV has fewer than ten steps; above 100,000 the
 * 65,536 values span less than 0.7 mV, which no QRS complex fits into.
 */
const UNITS_PER_MV = { least: 10, most: 100_000 };

/** Throws AppError('damaged') for a sampling rate or a gain that no ECG has. */
export function checkSignalRange({ samplingHz, unitsPerMv }: Pick<RecordSignal, 'samplingHz' | 'unitsPerMv'>): void {
  check('sampling rate', samplingHz, 'Hz', SAMPLING_HZ);
  check('gain', unitsPerMv, 'units per mV', UNITS_PER_MV);
}

function check(what: string, value: number, unit: string, { least, most }: typeof SAMPLING_HZ): void {
  if (value >= least && value <= most) return;
  const range = `${least} to ${most.toLocaleString('en')} ${unit}`;
  throw new AppError('damaged', `its ${what} of ${value} ${unit} is not that of an ECG (${range}); correct its header`);
}
