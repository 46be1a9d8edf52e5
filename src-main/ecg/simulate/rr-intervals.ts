import type { Random } from '../../numeric/simulation-random.ts';
import { sumOf } from '../../numeric/sums.ts';

/** Spectrum of R-R intervals, McSharry et al. 2003, eq. 3 and table II: Mayer waves at 0.1 Hz, breathing at 0.25 Hz. */
const LOW_HZ = 0.1;
const LOW_WIDTH_HZ = 0.01;
const HIGH_WIDTH_HZ = 0.01;
const LOW_TO_HIGH = 0.5;
const STEP_HZ = 1 / 128;
const TOP_HZ = 0.5;
const SHORTEST_S = 0.3;

export interface RrOptions {
  meanRrS: number;
  standardDeviationS: number;
  breathingHz: number;
}

/**
 * R-R interval as a function of time, seconds: a sum of waves with the paper's spectrum and random phases, scaled to
 * the given mean and standard deviation (over infinite time).
 */
export function sinusRr(random: Random, options: RrOptions): (timeS: number) => number {
  const { meanRrS, standardDeviationS, breathingHz } = options;
  const parts: { hz: number; height: number; phase: number }[] = [];
  for (let hz = STEP_HZ; hz < TOP_HZ; hz += STEP_HZ) {
    const low = LOW_TO_HIGH * bell(hz - LOW_HZ, LOW_WIDTH_HZ);
    const high = bell(hz - breathingHz, HIGH_WIDTH_HZ);
    parts.push({ hz, height: Math.sqrt(low + high), phase: random.uniform(0, 2 * Math.PI) });
  }
  const variance = sumOf(parts, ({ height }) => (height * height) / 2);
  const scale = standardDeviationS / Math.sqrt(variance);
  return (timeS) => {
    let deviation = 0;
    for (const { hz, height, phase } of parts) deviation += height * Math.cos(2 * Math.PI * hz * timeS + phase);
    return Math.max(SHORTEST_S, meanRrS + scale * deviation);
  };
}

function bell(distance: number, width: number): number {
  return Math.exp((-distance * distance) / (2 * width * width)) / width;
}
