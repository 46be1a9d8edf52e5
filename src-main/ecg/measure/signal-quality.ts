import type { QualityLimits } from '../../../src-shared/study/criteria.ts';

/** What spoils a recording; see QualityLimits. */
export interface SignalQuality {
  flat: number;
  clipped: number;
  noiseUv: number;
}

/** One value for so long is no heart's, s. */
const FLAT_S = 0.2;
/** A peak that stays at its end for so long was cut off, s. */
const CLIPPED_S = 0.01;
/** The median of |a standard normal number|. */
const MEDIAN_NORMAL = 0.6744897501960817;

/**
 * Three measures of one recording, of which the first two are shares of its samples. The noise is the standard deviation of
 * white noise whose second differences have the median size that these have, median |x[i−1] − 2x[i] + x[i+1]| / (0.6745·√6):
 * waves change slowly, so that most second differences are the noise's, and the median leaves the QRS complexes out
 * (the median absolute deviation as in Donoho and Johnstone 1994). `samples` in ADC units.
 */
export function signalQuality(samples: Int16Array, samplingHz: number, unitsPerMv: number): SignalQuality {
  const n = samples.length;
  if (n === 0) return { flat: 0, clipped: 0, noiseUv: 0 };
  let [lowest, highest] = [Infinity, -Infinity];
  for (const value of samples) {
    if (value < lowest) lowest = value;
    if (value > highest) highest = value;
  }
  let [flat, clipped] = [0, 0];
  for (let from = 0; from < n;) {
    const value = samples[from] as number;
    let to = from + 1;
    while (to < n && samples[to] === value) to++;
    const run = to - from;
    if (run >= FLAT_S * samplingHz) flat += run;
    if ((value === lowest || value === highest) && run >= Math.max(2, CLIPPED_S * samplingHz)) clipped += run;
    from = to;
  }
  return { flat: flat / n, clipped: clipped / n, noiseUv: (1000 * noise(samples)) / unitsPerMv };
}

function noise(samples: Int16Array): number {
  if (samples.length < 3) return 0;
  const bends = new Float64Array(samples.length - 2);
  for (let i = 0; i < bends.length; i++)
    bends[i] = Math.abs((samples[i] as number) - 2 * (samples[i + 1] as number) + (samples[i + 2] as number));
  bends.sort();
  return (bends[Math.floor(bends.length / 2)] as number) / (MEDIAN_NORMAL * Math.sqrt(6));
}

/** Whether a recording is as good as that. */
export const isGoodEnough = (
  { mostFlat = 1, mostClipped = 1, mostNoiseUv = Infinity }: QualityLimits,
  { flat, clipped, noiseUv }: SignalQuality,
): boolean => flat <= mostFlat && clipped <= mostClipped && noiseUv <= mostNoiseUv;
