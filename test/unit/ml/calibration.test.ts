import { expect, it } from 'vitest';
import { bootstrapDifferences, bootstrapScores } from '../../../src-main/ml/scores/bootstrap.ts';
import { calibrate } from '../../../src-main/ml/scores/calibration.ts';
import { calibrationSchema } from '../../../src-shared/models/scores.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';

it('calibration counts the records by their largest probability, and weighs the gaps by them', () => {
  // Three at 0.75 of which two are right, one at 0.9 (the end of its bin) that is wrong.
  const sure = (p: number, k: number): number[] => [0, 1, 2, 3].map((i) => (i === k ? p : (1 - p) / 3));
  const truth: ClassIndex[] = [0, 1, 2, 3];
  const calibration = calibrate(truth, [sure(0.75, 0), sure(0.75, 1), sure(0.75, 0), sure(0.9, 0)], { draws: 200 });
  const filled = calibration.bins.filter(({ records }) => records > 0);
  expect(filled.map(({ low, records }) => [low, records])).toEqual([
    [0.7, 3],
    [0.8, 1],
  ]);
  expect(filled[0]?.confidence).toBeCloseTo(0.75, 12);
  expect(filled[0]?.accuracy).toBeCloseTo(2 / 3, 12);
  expect(filled[1]).toMatchObject({ accuracy: 0, interval: [0, 0] });
  expect(calibration.bins[0]).toMatchObject({ confidence: null, accuracy: null, interval: null });
  // (3 · |2/3 − 3/4| + 1 · |0 − 0.9|) / 4
  expect(calibration.error).toBeCloseTo((3 * (0.75 - 2 / 3) + 0.9) / 4, 12);
  expect(calibration.errorInterval[0]).toBeLessThan(calibration.error);
  expect(calibration.errorInterval[1]).toBeGreaterThan(calibration.error);
  expect(calibrationSchema.parse(calibration)).toEqual(calibration);
});

it('differences of two models are drawn on the same records: far narrower than the intervals of either', () => {
  const truth = Array.from({ length: 200 }, (_, i) => (i % 4) as ClassIndex);
  const first = truth.map((label, i) => (i % 5 === 0 ? (((label + 1) % 4) as ClassIndex) : label));
  // Right on two of the records that the first got wrong, otherwise the same.
  const second = first.map((guess, i) => (i < 10 ? (truth[i] as ClassIndex) : guess));
  const options = { draws: 500 };
  const paired = bootstrapDifferences(truth, first, second, options);
  const alone = bootstrapScores(truth, first, options);
  const width = ([low, high]: readonly [number, number]): number => high - low;
  expect(width(paired.accuracy)).toBeLessThan(width(alone.accuracy) / 2);
  expect(paired.accuracy[0]).toBeGreaterThanOrEqual(0);
  const [low, high] = bootstrapDifferences(truth, second, first, options).accuracy;
  expect([high, low].map((end) => 0 - end)).toEqual(paired.accuracy);
});
