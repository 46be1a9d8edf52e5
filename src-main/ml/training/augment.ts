import { below, between, uniform, type RandomGenerator } from '../../numeric/random.ts';

const SAMPLING_HZ = 300;
/** Largest speed-up or slow-down, as a natural logarithm. */
const STRETCH = 0.08;
const AMPLITUDE = 0.5;
const FLIP_SHARE = 0.3;
const WANDER_SHARE = 0.3;
const WANDER_UNITS = 100;
const NOISE_SHARE = 0.3;
const NOISE_UNITS = 20;

/**
 * One random view of a record for training, written to `out` (ADC units): a stretched crop, larger or smaller,
 * sometimes upside down (electrodes are swapped in real life), with baseline wander or noise. A record that is too
 * short keeps its rhythm and gets zeros around it, at a random position: repeating it would make the rhythm irregular
 * at each seam, which is the very sign of AF.
 */
export function randomCrop(samples: Int16Array, out: Float32Array, random: RandomGenerator): void {
  const speed = Math.exp(between(random, -STRETCH, STRETCH));
  const gain = Math.exp(between(random, -AMPLITUDE, AMPLITUDE)) * (uniform(random) < FLIP_SHARE ? -1 : 1);
  const available = Math.floor((samples.length - 1) / speed);
  const length = Math.min(out.length, available);
  const at = below(random, out.length - length + 1);
  const from = uniform(random) * Math.max(0, samples.length - 1 - length * speed);
  out.fill(0);
  for (let i = 0; i < length; i += 1) {
    const position = from + i * speed;
    const left = Math.floor(position);
    const a = samples[left] as number;
    out[at + i] = gain * (a + (position - left) * ((samples[left + 1] as number) - a));
  }
  const part = out.subarray(at, at + length);
  if (uniform(random) < WANDER_SHARE) addWander(part, random);
  if (uniform(random) < NOISE_SHARE) addNoise(part, random);
}

function addWander(x: Float32Array, random: RandomGenerator): void {
  const amplitude = between(random, 0, WANDER_UNITS);
  const step = (2 * Math.PI * between(random, 0.05, 0.6)) / SAMPLING_HZ;
  const phase = between(random, 0, 2 * Math.PI);
  for (let i = 0; i < x.length; i += 1) x[i] = (x[i] as number) + amplitude * Math.sin(phase + step * i);
}

/** Almost Gaussian white noise: the sum of the four bytes of one random number. */
function addNoise(x: Float32Array, random: RandomGenerator): void {
  // A byte's variance is (256² − 1) / 12.
  const scale = between(random, 0, NOISE_UNITS) / Math.sqrt((4 * (256 * 256 - 1)) / 12);
  for (let i = 0; i < x.length; i += 1) {
    const bits = random.next();
    const sum = (bits & 255) + ((bits >>> 8) & 255) + ((bits >>> 16) & 255) + (bits >>> 24) - 510;
    x[i] = (x[i] as number) + scale * sum;
  }
}

/** A whole record as Han et al. use it: zeros on both sides (the smaller half in front), or its first samples. */
export function paddedRecord(samples: Int16Array, out: Float32Array): void {
  const kept = samples.subarray(0, out.length);
  out.fill(0);
  out.set(kept, Math.floor((out.length - kept.length) / 2));
}

/** A record without augmentation: its middle, or with zeros on both sides (the smaller half in front). */
export function centredCrop(samples: Int16Array, out: Float32Array): void {
  const surplus = samples.length - out.length;
  out.fill(0);
  if (surplus >= 0) out.set(samples.subarray(Math.floor(surplus / 2), Math.floor(surplus / 2) + out.length));
  else out.set(samples, Math.floor(-surplus / 2));
}
