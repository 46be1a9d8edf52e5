import { describe, expect, it } from 'vitest';
import { randomDirection } from '../../../src-main/attacks/outcome/random-direction.ts';
import { energySpectrum } from '../../../src-main/numeric/spectrum.ts';
import { gaussian, generatorFor } from '../../../src-main/numeric/random.ts';

const LENGTHS = [2700, 4096, 3001];

/** A smooth signal of about 2 units RMS: a random walk that leaks. */
function smoothDelta(n: number, seed: number): Float32Array {
  const random = generatorFor(seed);
  let last = 0.5;
  return Float32Array.from({ length: n }, () => (last = 0.95 * last + 0.6 * gaussian(random)));
}

function signs(n: number, seed: number): Float32Array {
  const random = generatorFor(seed);
  return Float32Array.from({ length: n }, () => (gaussian(random) > 0 ? 10 : -10));
}

const rms = (values: Float32Array): number => Math.sqrt(values.reduce((sum, v) => sum + v * v, 0) / values.length);
const top = (values: Float32Array): number => values.reduce((max, v) => Math.max(max, Math.abs(v)), 0);

describe('a random direction', () => {
  it.each(LENGTHS)("has δ's energy at every frequency and its RMS where nothing is clipped (%i samples)", (n) => {
    const delta = smoothDelta(n, 1);
    const random = randomDirection(delta, 1000, generatorFor(2));
    const wanted = energySpectrum(delta);
    const found = energySpectrum(random);
    const total = wanted.reduce((a, b) => a + b, 0);
    wanted.forEach((energy, k) => expect(Math.abs((found[k] ?? NaN) - energy)).toBeLessThan(1e-6 * total));
    expect(rms(random)).toBeCloseTo(rms(delta), 5);
  });

  it('is not δ: it hardly correlates with it', () => {
    const delta = smoothDelta(3000, 1);
    const random = randomDirection(delta, 1000, generatorFor(2));
    const product = delta.reduce((sum, value, i) => sum + value * (random[i] ?? 0), 0) / delta.length;
    expect(Math.abs(product) / (rms(delta) * rms(random))).toBeLessThan(0.25);
  });

  it("keeps within ±ε, and to δ's RMS all the same", () => {
    const delta = smoothDelta(3001, 3).map((value) => Math.max(-3, Math.min(3, value)));
    const random = randomDirection(delta, 3, generatorFor(4));
    expect(top(random)).toBeLessThanOrEqual(3);
    expect(rms(random)).toBeCloseTo(rms(delta), 3);
  });

  it('loses little of the shape of the spectrum to the clip', () => {
    const delta = smoothDelta(4096, 5).map((value) => Math.max(-3, Math.min(3, value)));
    const random = randomDirection(delta, 3, generatorFor(6));
    const low = (signal: Float32Array): number => {
      const spectrum = energySpectrum(signal);
      const total = spectrum.reduce((a, b) => a + b, 0);
      return spectrum.slice(0, 200).reduce((a, b) => a + b, 0) / total;
    };
    expect(Math.abs(low(random) - low(delta))).toBeLessThan(0.06);
  });

  it('of sign steps at ±ε is of their RMS within 1 %', () => {
    const delta = signs(3000, 7);
    const random = randomDirection(delta, 10, generatorFor(8));
    expect(top(random)).toBeLessThanOrEqual(10);
    expect(rms(random)).toBeGreaterThan(9.9);
  });

  it('repeats with its seed and differs with another', () => {
    const delta = smoothDelta(2700, 9);
    const once = randomDirection(delta, 10, generatorFor(10));
    expect(randomDirection(delta, 10, generatorFor(10))).toEqual(once);
    expect(randomDirection(delta, 10, generatorFor(11))).not.toEqual(once);
  });

  it('of nothing is nothing', () => {
    expect(randomDirection(new Float32Array(900), 10, generatorFor(1)).every((value) => value === 0)).toBe(true);
  });
});
