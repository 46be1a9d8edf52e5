/** A ratio of whole numbers, in lowest terms. */
interface Ratio {
  up: number;
  down: number;
}

const LARGEST_TERM = 50_000;
/** Zero crossings of the sinc on each side: samples of the slower of both rates. */
const HALF_LENGTH = 24;
/**
 * Kaiser's β for 90 dB: an offset of 1 mV leaves a ripple of 0.03 µV. With the length, the passband reaches to 88 % of the lower Nyquist
 * frequency (132 Hz at 300 Hz).
 */
const KAISER_BETA = 8.6;

/** How it is done, for people. */
export const RESAMPLING =
  'Resampled by a linear-phase low-pass (windowed sinc, Kaiser β 8.6, 24 samples of the slower rate on each side).';

/**
 * `toHz / fromHz` by continued fractions, as exact as two whole numbers of at most 50,000 allow (rates such as 249.89 Hz are rounded in
 * files themselves).
 */
export function rateRatio(fromHz: number, toHz: number): Ratio {
  let [value, before, now] = [toHz / fromHz, { up: 0, down: 1 }, { up: 1, down: 0 }];
  for (;;) {
    const whole = Math.floor(value + 1e-9);
    const next = { up: whole * now.up + before.up, down: whole * now.down + before.down };
    if (Math.max(next.up, next.down) > LARGEST_TERM) return now;
    [before, now] = [now, next];
    const rest = value - whole;
    if (rest < 1e-9 || Math.abs(now.up / now.down / (toHz / fromHz) - 1) < 1e-12) return now;
    value = 1 / rest;
  }
}

/**
 * `signal` at `up / down` times its sampling rate: zeros between the samples, a linear-phase low-pass at the lower of both Nyquist
 * frequencies (windowed sinc, Kaiser window with β = 8.6, 2 · 24 · max(up, down) + 1 taps), every `down`-th value of it; computed
 * phase by phase. ceil(n · up / down) samples; the first one keeps its time. Past its ends the signal stays at its first and last value,
 * so that an offset makes no step there.
 * Crochiere & Rabiner, Multirate Digital Signal Processing, 1983; as `scipy.signal.resample_poly` with this window and padtype='edge'.
 */
export function resample(signal: ArrayLike<number>, { up, down }: Ratio): Float64Array {
  const length = signal.length;
  const out = new Float64Array(Math.ceil((length * up) / down));
  if (up === down) return Float64Array.from(signal);
  const half = HALF_LENGTH * Math.max(up, down);
  const taps = lowPass(half, 1 / Math.max(up, down), up);
  for (let i = 0; i < out.length; i++) {
    const at = i * down; // on the grid of the signal with zeros between
    const first = Math.ceil((at - half) / up);
    const last = Math.floor((at + half) / up);
    let sum = 0;
    for (let k = first; k <= last; k++) {
      sum += (taps[at - k * up + half] as number) * (signal[Math.min(Math.max(k, 0), length - 1)] as number);
    }
    out[i] = sum;
  }
  return out;
}

/** Taps of a windowed sinc with its cutoff as a fraction of the Nyquist frequency; they sum to `gain`. */
function lowPass(half: number, cutoff: number, gain: number): Float64Array {
  const taps = Float64Array.from({ length: 2 * half + 1 }, (_, i) => {
    const x = i - half;
    return sinc(cutoff * x) * besselI0(KAISER_BETA * Math.sqrt(1 - (x / half) ** 2));
  });
  const sum = taps.reduce((total, tap) => total + tap, 0);
  return taps.map((tap) => (tap * gain) / sum);
}

function sinc(x: number): number {
  return x === 0 ? 1 : Math.sin(Math.PI * x) / (Math.PI * x);
}

/** The modified Bessel function of the first kind, of order 0, by its power series. */
function besselI0(x: number): number {
  let [term, sum] = [1, 1];
  for (let k = 1; term > sum * 1e-17; k++) {
    term *= (x / (2 * k)) ** 2;
    sum += term;
  }
  return sum;
}
