import { findRPeaks } from './r-peaks.ts';

/** Mean heart rate between the first and the last R peak of an ECG, bpm; null with fewer than two. */
export function heartRate(signal: ArrayLike<number>, samplingHz: number): number | null {
  const peaks = findRPeaks(signal, samplingHz);
  const [first, last] = [peaks[0], peaks.at(-1)];
  if (first === undefined || last === undefined || first === last) return null;
  return (60 * (peaks.length - 1) * samplingHz) / (last - first);
}
