import type { SignalSamples, Stretch } from './format.ts';

type Digitised = Pick<SignalSamples, 'samples' | 'unitsPerMv' | 'missing'>;

/** Steps of a recorder are tried down to a thousandth of a microvolt. */
const FINEST_UNITS_PER_MV = 1e6;
const USUAL_UNITS_PER_MV = 1000;
/** How far from a whole number of steps a value may be: decimals in a text are rounded, float32 has 7 digits. */
const TOLERANCE = 1e-3;
const LARGEST = 2 ** 31 - 1;

/**
 * Physical values in mV as whole units: 1000, 10,000 … 1,000,000 of them per mV, the coarsest that keeps every value (to a thousandth of a
 * step); 1000 (1 µV) where none does, then rounded. What is not a finite number is missing. The gain is chosen by the caller
 * where the file states it, with `unitsPerMv`.
 */
export function digitise(millivolts: ArrayLike<number>, unitsPerMv = stepOf(millivolts)): Digitised {
  const samples = new Int32Array(millivolts.length);
  const missing: Stretch[] = [];
  for (let i = 0; i < samples.length; i++) {
    const value = Math.round((millivolts[i] as number) * unitsPerMv);
    if (Number.isFinite(value) && Math.abs(value) <= LARGEST) samples[i] = value;
    else if (missing.at(-1)?.to === i) (missing.at(-1) as Stretch).to = i + 1;
    else missing.push({ from: i, to: i + 1 });
  }
  return { samples, unitsPerMv, missing };
}

function stepOf(millivolts: ArrayLike<number>): number {
  for (let units = USUAL_UNITS_PER_MV; units <= FINEST_UNITS_PER_MV; units *= 10) {
    if (keepsAll(millivolts, units)) return units;
  }
  return USUAL_UNITS_PER_MV;
}

function keepsAll(millivolts: ArrayLike<number>, units: number): boolean {
  for (let i = 0; i < millivolts.length; i++) {
    const value = (millivolts[i] as number) * units;
    if (Number.isFinite(value) && Math.abs(value - Math.round(value)) > TOLERANCE) return false;
  }
  return true;
}
