import { discreteFourier } from './fourier.ts';
import { sum, sumOf } from './sums.ts';

/**
 * The energy of a real signal at each frequency k/n cycles per sample, k = 0 … ⌊n/2⌋, both signs of the frequency
 * together, so that the sum is Σ x² (Parseval). Any length.
 */
export function energySpectrum(signal: ArrayLike<number>): Float64Array {
  const n = signal.length;
  const { re, im } = discreteFourier(Float64Array.from(signal), new Float64Array(n));
  return Float64Array.from({ length: Math.floor(n / 2) + 1 }, (_, k) => {
    const twice = k > 0 && 2 * k < n ? 2 : 1;
    return (twice * (re[k]! ** 2 + im[k]! ** 2)) / n;
  });
}

/** The share of a signal's energy above a frequency, 0 to 1; null for a signal that is 0 throughout. */
export function energyShareAbove(
  spectrum: Float64Array,
  samples: number,
  samplingHz: number,
  cutoffHz: number,
): number | null {
  const total = sum(spectrum);
  if (total === 0) return null;
  const above = sumOf(spectrum, (energy, k) => ((k * samplingHz) / samples > cutoffHz ? energy : 0));
  return above / total;
}
