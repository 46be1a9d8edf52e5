/** A second-order Butterworth filter: y[n] = b·(x[n], x[n−1], x[n−2]) − a·(y[n−1], y[n−2]). */
interface Biquad {
  b: [number, number, number];
  a: [number, number];
}

/** A filter's tail is negligible after this many of its time constants. */
const TAIL = 6;
/** Above this share of the sampling rate a low-pass no longer filters anything. */
const HIGHEST_SHARE = 0.45;

/**
 * `signal` without what is slower than `lowHz` or faster than `highHz`; forwards and backwards, so that nothing shifts.
 */
export function bandPass(
  signal: ArrayLike<number>,
  samplingHz: number,
  { lowHz, highHz }: { lowHz: number; highHz: number },
): Float64Array {
  const high = biquad('high', lowHz, samplingHz);
  const low = biquad('low', Math.min(highHz, HIGHEST_SHARE * samplingHz), samplingHz);
  // Reflected about its ends, the signal continues smoothly where the filters settle.
  const reach = Math.min(signal.length - 1, Math.ceil((TAIL * samplingHz) / (2 * Math.PI * lowHz)));
  let values = reflected(signal, reach);
  for (const filter of [high, low]) values = filtered(filter, filtered(filter, values).reverse()).reverse();
  return values.slice(reach, reach + signal.length);
}

/** Bilinear transform, prewarped to keep the corner frequency. */
function biquad(kind: 'low' | 'high', cornerHz: number, samplingHz: number): Biquad {
  const k = Math.tan((Math.PI * cornerHz) / samplingHz);
  const norm = 1 / (1 + Math.SQRT2 * k + k * k);
  const a: [number, number] = [2 * (k * k - 1) * norm, (1 - Math.SQRT2 * k + k * k) * norm];
  const gain = kind === 'low' ? k * k * norm : norm;
  return { b: kind === 'low' ? [gain, 2 * gain, gain] : [gain, -2 * gain, gain], a };
}

function filtered({ b, a }: Biquad, x: Float64Array): Float64Array {
  const y = new Float64Array(x.length);
  const first = x[0] ?? 0;
  // As if the first value had always been there: a low-pass has settled on it, a high-pass on 0.
  const settled = ((b[0] + b[1] + b[2]) / (1 + a[0] + a[1])) * first;
  let [x1, x2, y1, y2] = [first, first, settled, settled];
  for (let i = 0; i < x.length; i += 1) {
    const x0 = x[i] as number;
    const y0 = b[0] * x0 + b[1] * x1 + b[2] * x2 - a[0] * y1 - a[1] * y2;
    [x2, x1, y2, y1] = [x1, x0, y1, y0];
    y[i] = y0;
  }
  return y;
}

function reflected(signal: ArrayLike<number>, reach: number): Float64Array {
  const n = signal.length;
  const [first, last] = [signal[0] ?? 0, signal[n - 1] ?? 0];
  return Float64Array.from({ length: n + 2 * reach }, (_, i) => {
    const at = i - reach;
    if (at < 0) return 2 * first - (signal[-at] ?? 0);
    return at < n ? (signal[at] as number) : 2 * last - (signal[2 * (n - 1) - at] ?? 0);
  });
}
