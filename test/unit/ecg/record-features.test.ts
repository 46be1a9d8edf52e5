import { describe, expect, it } from 'vitest';
import { recordFeatures } from '../../../src-main/ecg/measure/features/record-features.ts';

const HZ = 300;

/** Beats with a P wave at these times, s; µV are units. */
function ecg(beatsS: readonly number[], { seconds = 20, pUv = 150 } = {}): Int16Array {
  const bump = (t: number, widthS: number): number => Math.exp(-((t / widthS) ** 2));
  return Int16Array.from({ length: seconds * HZ }, (_, i) =>
    Math.round(
      beatsS.reduce((sum, beat) => {
        const t = i / HZ - beat;
        return Math.abs(t) > 0.6
          ? sum
          : sum + 1000 * bump(t, 0.015) + pUv * bump(t + 0.16, 0.03) + 250 * bump(t - 0.25, 0.06);
      }, 0),
    ),
  );
}

const regular = Array.from({ length: 24 }, (_, i) => 0.5 + 0.8 * i);
const uneven = regular.map((beat, i) => beat + 0.12 * Math.sin(i * i));
const of = (samples: Int16Array, unitsPerMv = 1000) => recordFeatures({ samples, samplingHz: HZ, unitsPerMv });

describe('the features of a record', () => {
  it('tell an even rhythm from an uneven one, and beats with a P wave from those without', () => {
    const [even, odd, flat] = [of(ecg(regular)), of(ecg(uneven)), of(ecg(regular, { pUv: 0 }))];
    expect(even.get('rr_median')).toBeCloseTo(0.8, 2);
    expect(even.get('rr_cv')).toBeLessThan(0.01);
    expect(odd.get('rr_cv')).toBeGreaterThan(0.08);
    expect(odd.get('lorenz_places')).toBeGreaterThan(2 * (even.get('lorenz_places') ?? NaN));
    expect(even.get('p_height')).toBeGreaterThan(2 * (flat.get('p_height') ?? NaN));
    expect(even.get('beat_alike_least')).toBeGreaterThan(0.95);
  });

  it('are the same numbers for every record, missing where there is no beat', () => {
    const [some, none] = [of(ecg(regular)), of(new Int16Array(3000))];
    expect([...none.keys()]).toEqual([...some.keys()]);
    expect([...some.values()].filter(Number.isNaN)).toEqual([]);
    expect(none.get('rr_median')).toBeNaN();
    expect(none.get('quality_flat')).toBe(1);
    expect([...none.values()].some((value) => Math.abs(value) === Infinity)).toBe(false);
  });

  it('are of microvolts, whatever the gain', () => {
    const samples = ecg(regular);
    const half = samples.map((value) => Math.round(value / 2));
    expect(of(half, 500).get('qrs_height')).toBeCloseTo(of(samples).get('qrs_height') ?? NaN, -1);
  });
});
