import { uniform, type RandomGenerator } from '../../numeric/random.ts';
import { discreteFourier } from '../../numeric/fourier.ts';
import { sumOf, sumOfSquares } from '../../numeric/sums.ts';

/** Halvings of the interval of scales: to 4e-7 of it, about the resolution of a float32 sample. */
const HALVINGS = 24;
/** The scale beyond which a clipped signal is practically its sign. */
const LARGEST_SCALE = 1e3;

/**
 * A random signal of the size and spectrum of δ (n,), ADC units: the control beside an attack, since most directions
 * fool nothing. Its phases are drawn, its amplitude at every frequency is δ's (a surrogate of Theiler et al. 1992), and
 * it is held within ±ε. Where clipping removes energy, the signal is scaled up before it until its RMS is δ's again
 * (δ of sign steps lies at ±ε almost everywhere; no other signal of its RMS does), which alters the spectrum a little.
 * Zero stays zero.
 */
export function randomDirection(delta: Float32Array, epsilonUnits: number, random: RandomGenerator): Float32Array {
  const drawn = withRandomPhases(delta, random);
  if (drawn.every((value) => Math.abs(value) <= epsilonUnits)) return Float32Array.from(drawn);
  const clip = (value: number): number => Math.min(epsilonUnits, Math.max(-epsilonUnits, value));
  const energyAt = (scale: number): number => sumOf(drawn, (value) => clip(scale * value) ** 2);
  const wanted = sumOfSquares(delta);
  let [low, high] = [1, LARGEST_SCALE];
  for (let i = 0; i < HALVINGS; i += 1) {
    const scale = Math.sqrt(low * high);
    if (energyAt(scale) < wanted) low = scale;
    else high = scale;
  }
  return Float32Array.from(drawn, (value) => clip(low * value));
}

/** A real signal of the same length whose Fourier coefficients have δ's amplitudes and independent uniform phases. */
function withRandomPhases(delta: Float32Array, random: RandomGenerator): Float64Array {
  const n = delta.length;
  const { re, im } = discreteFourier(Float64Array.from(delta), new Float64Array(n));
  for (let k = 0; 2 * k <= n; k += 1) {
    const amplitude = Math.hypot(re[k] ?? 0, im[k] ?? 0);
    const phase = 2 * Math.PI * uniform(random);
    const mirror = (n - k) % n;
    // The mean and the Nyquist frequency of a real signal are real: their phase is 0 or π.
    const turn = mirror === k ? (phase < Math.PI ? 1 : -1) : Math.cos(phase);
    [re[k], im[k]] = [amplitude * turn, mirror === k ? 0 : amplitude * Math.sin(phase)];
    [re[mirror], im[mirror]] = [re[k] ?? 0, -(im[k] ?? 0)];
  }
  // The inverse of a spectrum with this symmetry is the transform of its conjugate, divided by n.
  const conjugate = im.map((value) => -value);
  return discreteFourier(re, conjugate).re.map((value) => value / n);
}
