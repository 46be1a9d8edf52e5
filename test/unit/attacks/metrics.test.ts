import { describe, expect, it } from 'vitest';
import { measurePerturbation } from '../../../src-main/attacks/outcome/metrics.ts';
import { energyShareAbove, energySpectrum } from '../../../src-main/numeric/spectrum.ts';

describe('energySpectrum', () => {
  it.each([1, 2, 4, 5, 8, 12, 31, 45])('is the discrete Fourier transform written out, for %i samples', (n) => {
    const signal = Array.from({ length: n }, (_, i) => ((i * 37) % 11) - 4 + Math.sin(i));
    const expected = Array.from({ length: Math.floor(n / 2) + 1 }, (_, k) => {
      const part = (f: (angle: number) => number): number =>
        signal.reduce((sum, x, i) => sum + x * f((2 * Math.PI * k * i) / n), 0);
      return ((part(Math.cos) ** 2 + part(Math.sin) ** 2) / n) * (k > 0 && 2 * k < n ? 2 : 1);
    });
    const actual = energySpectrum(signal);
    expect(actual).toHaveLength(expected.length);
    expected.forEach((energy, k) => expect(actual[k]).toBeCloseTo(energy, 9));
  });

  it.each([9000, 8998, 2713])('keeps the energy and finds a sine of whole periods in %i samples', (n) => {
    const sine = Array.from({ length: n }, (_, i) => 10 * Math.sin((2 * Math.PI * 600 * i) / n));
    const spectrum = energySpectrum(sine);
    expect(spectrum[600]! / (50 * n)).toBeCloseTo(1, 9);
    expect(spectrum.reduce((a, b) => a + b, 0) / (50 * n)).toBeCloseTo(1, 9);
  });

  it('shares the energy at a frequency, counting only what is above it', () => {
    // 10 Hz of energy 1 and 20 Hz of energy 3, in one second.
    const mixed = Array.from({ length: 300 }, (_, i) => {
      const turn = (2 * Math.PI * i) / 300;
      return Math.sin(10 * turn) + Math.sqrt(3) * Math.cos(20 * turn);
    });
    const share = (hz: number): number | null => energyShareAbove(energySpectrum(mixed), 300, 300, hz);
    expect(share(15)).toBeCloseTo(0.75, 12);
    expect(share(20)).toBeCloseTo(0, 12);
    expect(share(5)).toBeCloseTo(1, 12);
    expect(energyShareAbove(energySpectrum([0, 0, 0]), 3, 300, 15)).toBeNull();
  });
});

describe('measurePerturbation', () => {
  const grid = { samplingHz: 300, unitsPerMv: 500 };

  it('gives size in µV by the gain of the record, and what was computed by hand', () => {
    // δ = 1, −1, 3, 1: norm √12; mean 1, variance 2; steps −2, 4, −2: mean 0, variance 8. x has variance 5, mean 15.
    const m = measurePerturbation({ ...grid, original: [12, 14, 16, 18], adversarial: [13, 13, 19, 19] });
    expect(m.linfUv).toBe(6);
    expect(m.rmsUv).toBeCloseTo(2 * Math.sqrt(3), 12);
    expect(m.snrDb).toBeCloseTo(10 * Math.log10(5 / 2), 12);
    expect(m.prdnPercent).toBeCloseTo(100 * Math.sqrt(12 / 20), 12);
    expect(m.totalVariationUv).toBe(16);
    expect(m.varianceOfDifferencesUv2).toBeCloseTo(32, 12);
    expect(m.paperMm).toBeCloseTo(0.06, 12);
    // |X|² at 0, 75 and 150 Hz is 16, 8 and 16; the middle one counts twice, so a third of the energy is at each.
    expect(m.energyAbove15Hz).toBeCloseTo(8 / 12, 12);
    expect(m.energyAbove40Hz).toBeCloseTo(8 / 12, 12);
  });

  it('is 10 µV and 0.1 mm for the budget of the paper at 1000 units per mV', () => {
    const original = Int16Array.from({ length: 100 }, (_, i) => 40 * Math.sin(i));
    const adversarial = original.map((x, i) => x + (i % 2 ? 10 : -10));
    const m = measurePerturbation({ original, adversarial, samplingHz: 300, unitsPerMv: 1000 });
    expect(m.linfUv).toBe(10);
    expect(m.rmsUv).toBeCloseTo(10, 12);
    expect(m.paperMm).toBeCloseTo(0.1, 12);
    expect(m.energyAbove40Hz).toBeCloseTo(1, 12);
  });

  it('has no ratio to a perturbation or signal that is not there', () => {
    const none = measurePerturbation({ ...grid, original: [1, 2, 3], adversarial: [1, 2, 3] });
    expect(none).toMatchObject({
      linfUv: 0,
      rmsUv: 0,
      snrDb: null,
      prdnPercent: 0,
      energyAbove15Hz: null,
    });
    const still = measurePerturbation({ ...grid, original: [0, 0, 0], adversarial: [1, 2, 0] });
    expect(still).toMatchObject({ snrDb: null, prdnPercent: null });
  });

  it('refuses signals of different lengths', () => {
    expect(() => measurePerturbation({ ...grid, original: [1, 2], adversarial: [1] })).toThrow(/2 samples .* 1/);
  });
});
