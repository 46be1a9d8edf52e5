import { expect, it } from 'vitest';
import { scoreConfusion, scorePredictions } from '../../../src-main/ml/scores/metrics.ts';

it('F1, challenge score and accuracy agree with a confusion matrix worked out by hand', () => {
  const confusion = [
    [50, 2, 7, 1],
    [1, 8, 3, 0],
    [6, 2, 30, 2],
    [1, 0, 1, 4],
  ];
  const scores = scoreConfusion(confusion);
  expect(scores.records).toBe(118);
  expect(scores.accuracy).toBeCloseTo(92 / 118, 12);
  expect(scores.f1.N).toBeCloseTo((2 * 50) / (60 + 58), 12);
  expect(scores.f1.A).toBeCloseTo((2 * 8) / (12 + 12), 12);
  expect(scores.f1.O).toBeCloseTo((2 * 30) / (40 + 41), 12);
  expect(scores.f1['~']).toBeCloseTo((2 * 4) / (6 + 7), 12);
  expect(scores.meanF1).toBeCloseTo((100 / 118 + 16 / 24 + 60 / 81) / 3, 12);
});

it('the matrix has true classes in its rows, and a class that nobody has scores 0', () => {
  const scores = scorePredictions([0, 0, 1, 2], [0, 1, 1, 0]);
  expect(scores.confusion).toEqual([
    [1, 1, 0, 0],
    [0, 1, 0, 0],
    [1, 0, 0, 0],
    [0, 0, 0, 0],
  ]);
  expect(scores.f1['~']).toBe(0);
});
