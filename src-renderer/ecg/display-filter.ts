/** What a display may leave away of a tracing: nothing, or all that a monitor does not show. */
export const DISPLAY_FILTERS = ['none', '0.5-40 Hz'] as const;
export type DisplayFilter = (typeof DISPLAY_FILTERS)[number];

const LOW_HZ = 0.5;
const HIGH_HZ = 40;

interface Biquad {
  b: readonly [number, number, number];
  a: readonly [number, number];
}

/** Butterworth's second order by the bilinear transform (Bristow-Johnson's cookbook, Q = 1/√2). */
function butterworth(kind: 'low' | 'high', cutoffHz: number, samplingHz: number): Biquad {
  const w = (2 * Math.PI * cutoffHz) / samplingHz;
  const alpha = Math.sin(w) / Math.SQRT2;
  const cos = Math.cos(w);
  const edge = kind === 'low' ? 1 - cos : 1 + cos;
  const norm = 1 + alpha;
  const side = edge / 2 / norm;
  return { b: [side, (kind === 'low' ? edge : -edge) / norm, side], a: [(-2 * cos) / norm, (1 - alpha) / norm] };
}

/** One pass, as if the first sample had been there forever. */
function pass(values: Float64Array, { b, a }: Biquad, rest: number): Float64Array {
  const first = values[0] ?? 0;
  let [x1, x2, y1, y2] = [first, first, rest * first, rest * first];
  return values.map((x) => {
    const y = b[0] * x + b[1] * x1 + b[2] * x2 - a[0] * y1 - a[1] * y2;
    [x1, x2, y1, y2] = [x, x1, y, y1];
    return y;
  });
}

/**
 * The tracing in the band from 0.5 to 40 Hz, in its own unit. Each filter goes forth and back, so that no wave is moved
 * along the time axis. A sampling rate that has nothing above the band is only freed of its drift.
 */
export function monitorBand(samples: ArrayLike<number>, samplingHz: number): Float64Array {
  let values: Float64Array = Float64Array.from(samples);
  const steps: [Biquad, number][] = [[butterworth('high', LOW_HZ, samplingHz), 0]];
  if (samplingHz > 2 * HIGH_HZ) steps.push([butterworth('low', HIGH_HZ, samplingHz), 1]);
  for (const [filter, rest] of steps) {
    values = pass(pass(values, filter, rest).reverse(), filter, rest).reverse();
  }
  return values;
}
