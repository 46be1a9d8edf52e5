import { describe, expect, it } from 'vitest';
import { uniform } from '../../../src-main/numeric/random.ts';
import { seeded } from '../../../src-main/numeric/seeding.ts';
import { detectionThreshold, type DetectionThreshold } from '../../../src-main/statistics/detection-threshold.ts';
import { psychometricFunction } from '../../../src-shared/study/psychometric.ts';
import { fitPsychometric, profileDeviance } from '../../../src-main/statistics/psychometric-function.ts';
import { deviance, type Level } from '../../../src-main/statistics/psychometric-search.ts';
import { atOnce } from '../../helpers/at-once.ts';

const levels = (n: number, ...counts: [size: number, correct: number][]): Level[] =>
  counts.map(([size, correct]) => ({ size, correct, n }));
const thresholdOf = (...given: Parameters<typeof detectionThreshold>): DetectionThreshold =>
  atOnce(detectionThreshold(...given));

const SEEN = levels(40, [5, 21], [10, 23], [20, 28], [40, 36], [80, 39]);

describe('the psychometric function', () => {
  it('is guessing at 0, ¾ at the threshold, and all but the lapses at last', () => {
    const curve = { threshold: 38, slope: 2.5, lapses: 0 };
    expect(psychometricFunction(curve, 0)).toBe(0.5);
    expect(psychometricFunction(curve, 38)).toBeCloseTo(0.75, 12);
    expect(psychometricFunction({ ...curve, lapses: 0.04 }, 1e6)).toBeCloseTo(0.96, 12);
  });

  it('is fitted as SciPy’s L-BFGS-B fits it within the same bounds', () => {
    const fit = fitPsychometric(SEEN);
    expect(fit.threshold).toBeCloseTo(22.8215, 2);
    expect(fit.slope).toBeCloseTo(1.72577, 3);
    expect(fit.lapses).toBeCloseTo(0.023808, 4);
    expect(deviance(SEEN, fit)).toBeCloseTo(0.00181804, 6);
  });

  it('passes through counts that lie on a curve', () => {
    const curve = { threshold: 30, slope: 2, lapses: 0.02 };
    const exact = [5, 10, 20, 40, 80].map((size) => ({
      size,
      n: 1e9,
      correct: Math.round(1e9 * psychometricFunction(curve, size)),
    }));
    const fit = fitPsychometric(exact);
    expect(fit.threshold).toBeCloseTo(30, 3);
    expect(fit.slope).toBeCloseTo(2, 3);
    expect(fit.lapses).toBeCloseTo(0.02, 4);
  });

  it('refuses fewer than three sizes, and sizes that are none', () => {
    expect(() => fitPsychometric(SEEN.slice(0, 2))).toThrow(
      'There are 2 sizes of perturbation: a threshold needs three',
    );
    expect(() => fitPsychometric([{ size: 0, correct: 1, n: 2 }, ...SEEN])).toThrow('A size of perturbation is 0 µV');
  });
});

describe('the detection threshold', () => {
  it('has an interval around it, the same for the same seed, and a curve that fits', () => {
    const found = thresholdOf(SEEN, { draws: 300 });
    expect(found).toEqual(thresholdOf(SEEN, { draws: 300 }));
    expect(found.threshold).toBeCloseTo(22.82, 1);
    // Where the deviance of the best curve with that threshold is 3.84 more than that of the best one.
    for (const end of [found.low!, found.high!])
      expect(profileDeviance(SEEN, end, found.fit) - deviance(SEEN, found.fit)).toBeCloseTo(3.841459, 4);
    expect(found.low).toBeLessThan(20);
    expect(found.high).toBeGreaterThan(26);
    expect(found.beyond).toBeNull();
    expect(found.pFit).toBeGreaterThan(0.5);
  });

  it('of who sees everything or nothing lies beyond the sizes that were shown', () => {
    const all = thresholdOf(levels(40, [10, 39], [20, 40], [40, 40]), { draws: 100 });
    expect(all).toMatchObject({ threshold: null, low: null, beyond: 'below' });
    const nothing = thresholdOf(levels(40, [10, 20], [20, 19], [40, 21]), { draws: 100 });
    expect(nothing).toMatchObject({ threshold: null, high: null, beyond: 'above' });
  });

  it('has an interval as wide as the steepest curves make it', () => {
    // By the thresholds of analysis.R, which begins at more slopes.
    const { high } = thresholdOf(levels(5, [10, 4], [20, 5], [40, 5]), { draws: 0 });
    expect(high).toBeCloseTo(19.584876, 5);
  });

  it('knows a curve that does not fit', () => {
    const broken = thresholdOf(levels(100, [10, 50], [20, 90], [40, 55], [80, 99]), { draws: 200 });
    expect(broken.pFit).toBeLessThan(0.01);
  });

  it('lies within its interval in 93 to 97 % of simulated readers, give or take what 120 can show', () => {
    const random = seeded(11);
    const curve = { threshold: 30, slope: 2, lapses: 0.02 };
    const readers = Array.from({ length: 120 }, () =>
      [5, 10, 20, 40, 80].map((size) => {
        const p = psychometricFunction(curve, size);
        return { size, n: 40, correct: Array.from({ length: 40 }, () => uniform(random)).filter((u) => u < p).length };
      }),
    );
    const held = readers.filter((each) => {
      const { low, high } = thresholdOf(each, { draws: 0 });
      return (low ?? 0) <= 30 && 30 <= (high ?? Infinity);
    });
    expect(held.length / readers.length).toBeGreaterThan(0.9);
    expect(held.length / readers.length).toBeLessThan(0.99);
  });
});
