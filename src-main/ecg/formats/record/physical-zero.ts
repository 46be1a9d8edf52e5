import { AppError } from '../../../../src-shared/errors/app-error.ts';
import { narrowest } from './narrowest.ts';
import type { Remark, SignalSamples, Stretch } from './opened-record.ts';
import { countedRecords } from './opened-record.ts';

/** What turns the numbers of a converter into samples whose physical zero is at 0. */
export interface Scale {
  /** Numbers per mV; negative where the file's limits turn the signal over. */
  unitsPerMv: number;
  /** The number that stands for physical zero. It need not be whole. */
  zero: number;
  missing: readonly Stretch[];
}

/** A shift of the whole tracing that is worth telling, in µV. */
const WORTH_TELLING_UV = 1;
/** Beyond this no sum of 32 bits is safe. */
const FURTHEST_ZERO = 2 ** 30;

/**
 * The numbers of a converter less their zero, in place, and turned over where the scale is negative; 0 where missing. A zero
 * between two whole numbers goes to the nearest (the one towards 0 where both are as near), so that every sample stays the
 * file's own number, and is remarked upon. Throws AppError('damaged') that begins with `where`.
 */
export function centredOnZero(numbers: Int32Array, scale: Scale, where: string): Omit<SignalSamples, 'samplingHz'> {
  const { unitsPerMv, zero, missing } = scale;
  if (!(Number.isFinite(unitsPerMv) && unitsPerMv !== 0)) {
    throw new AppError('damaged', `${where}: its scale gives no number of units per mV.`);
  }
  if (!(Math.abs(zero) < FURTHEST_ZERO)) {
    throw new AppError('damaged', `${where}: its scale puts zero at ${zero}, far from every sample.`);
  }
  const sign = Math.sign(unitsPerMv);
  const whole = Math.sign(zero) * Math.ceil(Math.abs(zero) - 0.5);
  if (whole !== 0 || sign < 0) {
    for (let i = 0; i < numbers.length; i++) {
      const value = sign * ((numbers[i] as number) - whole);
      if (value < -(2 ** 31) || value >= 2 ** 31) {
        throw new AppError('damaged', `${where}: sample ${i} does not fit into 32 bits once its zero is subtracted.`);
      }
      numbers[i] = value;
    }
  }
  for (const { from, to } of missing) numbers.fill(0, from, to);
  const shiftUv = (Math.abs(zero - whole) / Math.abs(unitsPerMv)) * 1000;
  return {
    samples: narrowest(numbers),
    unitsPerMv: Math.abs(unitsPerMv),
    missing,
    remarks: shiftUv >= WORTH_TELLING_UV ? [zeroBetweenSteps] : [],
  };
}

const zeroBetweenSteps: Remark = (records) =>
  `${countedRecords(records, 'has', 'have')} physical zero between two steps of the converter: the whole tracing is shifted ` +
  'by up to half a step, and the steps themselves are as in the file.';
