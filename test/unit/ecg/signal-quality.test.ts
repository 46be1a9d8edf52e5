import { describe, expect, it } from 'vitest';
import { isGoodEnough, signalQuality } from '../../../src-main/ecg/measure/signal-quality.ts';
import { gaussian } from '../../../src-main/numeric/random.ts';
import { seeded } from '../../../src-main/numeric/seeding.ts';

const HZ = 300;
const SECONDS = 20;

/** A sine of 1 mV with white noise of this standard deviation, µV; 500 units per mV. */
function wave(noiseUv: number): Int16Array {
  const random = seeded(1, 0, 0);
  return Int16Array.from({ length: HZ * SECONDS }, (_, i) =>
    Math.round(500 * Math.sin((2 * Math.PI * i) / HZ) + (noiseUv / 2) * gaussian(random)),
  );
}

describe('the quality of a signal', () => {
  it('finds the standard deviation of its noise beside slow waves, in µV', () => {
    for (const noiseUv of [20, 100]) expect(signalQuality(wave(noiseUv), HZ, 500).noiseUv / noiseUv).toBeCloseTo(1, 1);
  });

  it('counts what stands still for 0.2 s, and what is cut off for 10 ms', () => {
    const samples = wave(20);
    samples.fill(7, 600, 900);
    const cut = samples.map((value) => Math.max(-450, Math.min(450, value)));
    expect(signalQuality(samples, HZ, 500)).toMatchObject({ flat: 300 / samples.length, clipped: 0 });
    const { flat, clipped } = signalQuality(cut, HZ, 500);
    expect(flat).toBeCloseTo(300 / samples.length, 10);
    // |sin| is above 0.9 in 29 % of a period, and a second of twenty was flat; noise ends some stretches early.
    expect(clipped).toBeGreaterThan(0.2);
    expect(clipped).toBeLessThan(0.29);
  });

  it('is enough where each measure is within its limit, and none is set without one', () => {
    const quality = { flat: 0.1, clipped: 0.02, noiseUv: 30 };
    expect(isGoodEnough({}, quality)).toBe(true);
    expect(isGoodEnough({ mostFlat: 0.1, mostClipped: 0.02, mostNoiseUv: 30 }, quality)).toBe(true);
    for (const limits of [{ mostFlat: 0.09 }, { mostClipped: 0.01 }, { mostNoiseUv: 29 }])
      expect(isGoodEnough(limits, quality)).toBe(false);
    expect(signalQuality(new Int16Array(0), HZ, 500)).toEqual({ flat: 0, clipped: 0, noiseUv: 0 });
  });
});
