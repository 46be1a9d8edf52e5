import { decimal } from '../../../../src-shared/format/number.ts';

export type CaliperKind = 'interval' | 'amplitude';

/**
 * A pair of legs: an interval's stand on samples, an amplitude's on steps of the display's grid. Both are whole numbers of
 * the signal, not of the screen, so that no zoom changes what they measure.
 */
export interface Caliper {
  kind: CaliperKind;
  from: number;
  to: number;
}

export interface SignalSteps {
  samplingHz: number;
  stepsPerMv: number;
}

/** What a caliper measures: "812 ms, 74 bpm" or "1.05 mV". Legs that meet have no rate. */
export function measureText({ kind, from, to }: Caliper, { samplingHz, stepsPerMv }: SignalSteps): string {
  const steps = Math.abs(to - from);
  if (kind === 'amplitude') return `${decimal(steps / stepsPerMv, 2)} mV`;
  const ms = (steps / samplingHz) * 1000;
  return steps === 0 ? '0 ms' : `${Math.round(ms)} ms, ${Math.round(60_000 / ms)} bpm`;
}

/** Where the legs of a march stand between two samples: every length of the interval, in both directions. */
export function marchSamples({ from, to }: Caliper, first: number, last: number): number[] {
  const length = Math.abs(to - from);
  // Closer than this they would only be a grey surface.
  if (length < 2) return [];
  const legs: number[] = [];
  for (let at = from + Math.ceil((first - from) / length) * length; at <= last; at += length) {
    if (at !== from && at !== to) legs.push(at);
  }
  return legs;
}

/** How far a leg jumps at most to find a wave, s: less than half of the shortest beat. */
const SNAP_S = 0.1;

/** The sample near this one that lies furthest from the baseline: the peak or trough of the wave at hand. */
export function snapToWave(
  at: number,
  samples: ArrayLike<number>,
  baseline: number,
  { samplingHz }: Pick<SignalSteps, 'samplingHz'>,
): number {
  const reach = Math.round(SNAP_S * samplingHz);
  let best = at;
  for (let index = Math.max(0, at - reach); index <= Math.min(samples.length - 1, at + reach); index++) {
    if (Math.abs((samples[index] ?? 0) - baseline) > Math.abs((samples[best] ?? 0) - baseline)) best = index;
  }
  return best;
}

/** The height of the peak or trough between two samples that is nearest to this height. */
export function snapToHeight(at: number, samples: ArrayLike<number>, first: number, last: number): number {
  let best = at;
  let nearest = Infinity;
  for (let index = Math.max(1, first); index < Math.min(samples.length - 1, last); index++) {
    const [before, value, after] = [samples[index - 1] ?? 0, samples[index] ?? 0, samples[index + 1] ?? 0];
    const turns = (value >= before && value > after) || (value <= before && value < after);
    if (turns && Math.abs(value - at) < nearest) [best, nearest] = [Math.round(value), Math.abs(value - at)];
  }
  return best;
}
