import type { Spectrum } from '../../../../src-figures/index.ts';

/** The share of a signal's energy above a frequency, by its amplitude density: 0 to 1; null for a flat signal. */
export function shareAbove({ hz, density }: Spectrum, cutoffHz: number): number | null {
  const total = density.reduce((sum, value) => sum + value * value, 0);
  if (total === 0) return null;
  return density.reduce((sum, value, bin) => ((hz[bin] ?? 0) > cutoffHz ? sum + value * value : sum), 0) / total;
}
