/** Amplitude density at each frequency. */
export interface Spectrum {
  hz: number[];
  /** In the signal's unit per √Hz. */
  density: number[];
}

/**
 * The amplitude density of a signal by Welch's method: Hann windows of `windowS` seconds that overlap by half, their
 * powers averaged. A signal that is shorter than a window is taken as one. Plain sums, since windows are short and
 * main's fast transforms are out of reach for figures.
 */
export function amplitudeSpectrum(values: ArrayLike<number>, samplingHz: number, windowS = 2): Spectrum {
  const n = Math.max(1, Math.min(Math.round(windowS * samplingHz), values.length));
  const window = Float64Array.from({ length: n }, (_, i) => 0.5 - 0.5 * Math.cos((2 * Math.PI * i) / n));
  const weight = window.reduce((sum, value) => sum + value * value, 0) * samplingHz;
  const bins = Math.floor(n / 2) + 1;
  const cosines = Float64Array.from({ length: n }, (_, i) => Math.cos((2 * Math.PI * i) / n));
  const sines = Float64Array.from({ length: n }, (_, i) => Math.sin((2 * Math.PI * i) / n));
  const power = new Float64Array(bins);
  let segments = 0;
  for (let start = 0; start + n <= values.length; start += Math.max(1, Math.floor(n / 2))) {
    segments += 1;
    const piece = window.map((factor, i) => factor * (values[start + i] as number));
    for (let bin = 0; bin < bins; bin += 1) {
      let real = 0;
      let imaginary = 0;
      for (let i = 0, at = 0; i < n; i += 1, at = (at + bin) % n) {
        real += (piece[i] as number) * (cosines[at] as number);
        imaginary += (piece[i] as number) * (sines[at] as number);
      }
      // One-sided: all but 0 Hz and half the sampling rate stand for two frequencies.
      const sides = bin === 0 || 2 * bin === n ? 1 : 2;
      power[bin] = (power[bin] as number) + sides * (real * real + imaginary * imaginary);
    }
  }
  return {
    hz: Array.from(power, (_, bin) => (bin * samplingHz) / n),
    density: Array.from(power, (sum) => Math.sqrt(sum / Math.max(1, segments) / weight)),
  };
}
