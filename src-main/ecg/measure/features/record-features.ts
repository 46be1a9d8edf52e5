import { energySpectrum } from '../../../numeric/spectrum.ts';
import { sum, sumOf } from '../../../numeric/sums.ts';
import { qrsStrength, strengthLevel } from '../qrs-strength.ts';
import { findRPeaks } from '../r-peaks.ts';
import { signalQuality } from '../signal-quality.ts';
import { bandPass } from '../zero-phase.ts';
import { beatFeatures, residualOf } from './beat-features.ts';
import { rhythmFeatures } from './rhythm-features.ts';
import { finite, quantile, shape, sortedOf, spread } from './summary.ts';

/** Bands of the spectrum, Hz. */
const BANDS_HZ = [0.5, 1, 2, 4, 6, 8, 10, 15, 20, 30, 45, 100] as const;
/** In which the waves of a fibrillating atrium are. */
const FIBRILLATION_HZ = [4, 10] as const;

/** A recording, ADC units. */
export interface Recording {
  samples: Int16Array | Float32Array;
  samplingHz: number;
  unitsPerMv: number;
}

/**
 * A recording in some hundred numbers, each of which means something (Hong et al. 2017, ENCASE): R-R intervals, shape of the
 * median beat, spectrum, quality. NaN where one cannot be had, as without beats. The names are the same for every record, in the same order.
 */
export function recordFeatures({ samples, samplingHz, unitsPerMv }: Recording): Map<string, number> {
  const units = Int16Array.from(samples, Math.round);
  const uv = Float64Array.from(samples, (value) => (1000 * value) / unitsPerMv);
  const wave = bandPass(uv, samplingHz, { lowHz: 0.5, highHz: 40 });
  const peaks = findRPeaks(uv, samplingHz);
  return new Map(
    Object.entries({
      seconds: uv.length / samplingHz,
      ...rhythmFeatures(peaks, samplingHz),
      ...beatFeatures(wave, peaks, samplingHz),
      ...spectrumFeatures(uv, samplingHz),
      ...residualFeatures(residualOf(wave, peaks, samplingHz), wave, samplingHz),
      ...qualityFeatures(uv, wave, peaks, samplingHz),
      ...prefixed('quality', signalQuality(units, samplingHz, unitsPerMv)),
    }).map(([name, value]) => [name, finite(value)]),
  );
}

function spectrumFeatures(uv: Float64Array, samplingHz: number): Record<string, number> {
  const shares = bandShares(uv, samplingHz);
  return {
    ...prefixed('band', Object.fromEntries(shares.map((share, i) => [String(BANDS_HZ[i]), share]))),
    band_entropy: -sumOf(shares, (share) => (share > 0 ? share * Math.log(share) : 0)),
  };
}

/** Shares of the energy between the first and the last band's ends. */
function bandShares(uv: Float64Array, samplingHz: number): number[] {
  const spectrum = energySpectrum(uv);
  const between = (lowHz: number, highHz: number): number => {
    const [from, to] = [lowHz, highHz].map((hz) => Math.round((hz * uv.length) / samplingHz)) as [number, number];
    return sum(spectrum.subarray(from, to));
  };
  const energies = BANDS_HZ.slice(0, -1).map((hz, i) => between(hz, BANDS_HZ[i + 1] as number));
  const all = sum(energies);
  return energies.map((energy) => energy / all);
}

/** What lies between the beats: waves of a fibrillating atrium, or noise. */
function residualFeatures(rest: Float64Array, wave: Float64Array, samplingHz: number): Record<string, number> {
  const shares = bandShares(rest, samplingHz);
  const [low, high] = FIBRILLATION_HZ;
  return {
    rest_to_all: spread(rest) / spread(wave),
    rest_uv: spread(rest),
    rest_fibrillation: sumOf(shares, (share, i) =>
      (BANDS_HZ[i] as number) >= low && (BANDS_HZ[i] as number) < high ? share : 0,
    ),
    rest_entropy: -sumOf(shares, (share) => (share > 0 ? share * Math.log(share) : 0)),
    ...prefixed(
      'rest_band',
      Object.fromEntries(shares.slice(2, 9).map((share, i) => [String(BANDS_HZ[i + 2]), share])),
    ),
    rest_kurtosis: shape(rest).kurtosis,
  };
}

function qualityFeatures(
  uv: Float64Array,
  wave: Float64Array,
  peaks: readonly number[],
  samplingHz: number,
): Record<string, number> {
  const strength = qrsStrength(uv, samplingHz);
  const level = strengthLevel(strength, samplingHz);
  const strengths = sortedOf(peaks.map((peak) => strength[Math.round(peak)] ?? NaN));
  const levels = sortedOf(level);
  const drift = uv.map((value, i) => value - (wave[i] as number));
  const sizes = sortedOf(wave.map(Math.abs));
  return {
    wave_skewness: shape(wave).skewness,
    wave_kurtosis: shape(wave).kurtosis,
    wave_uv: spread(wave),
    wave_p99: quantile(sizes, 0.99),
    wave_p50_to_p99: quantile(sizes, 0.5) / quantile(sizes, 0.99),
    drift_to_wave: spread(drift) / spread(wave),
    strength_low: quantile(strengths, 0.1) / quantile(strengths, 0.5),
    strength_high: quantile(strengths, 0.9) / quantile(strengths, 0.5),
    strength_over_rest: quantile(strengths, 0.5) / quantile(sortedOf(strength), 0.5),
    level_high: quantile(levels, 0.95) / quantile(levels, 0.5),
    level_low: quantile(levels, 0.05) / quantile(levels, 0.5),
  };
}

const prefixed = (prefix: string, values: object): Record<string, number> =>
  Object.fromEntries(Object.entries(values).map(([name, value]) => [`${prefix}_${name}`, Number(value)]));
