import { describe, expect, it } from 'vitest';
import {
  successByConfidence,
  successByDefinition,
  type CountedOutcome,
} from '../../../src-main/statistics/summaries/ways-to-count.ts';

const outcome = (label: number, before: number, after: number, sure: number): CountedOutcome => ({
  label,
  originalClass: before,
  adversarialClass: after,
  originallyCorrect: label === before,
  // The first class is led to the second, as AF to Normal.
  fooled: label === 0 ? before !== 1 && after === 1 : before !== after,
  probabilitiesBefore: [0, 1, 2].map((one) => (one === before ? sure : (1 - sure) / 2)),
});

const OUTCOMES = [
  outcome(0, 0, 1, 0.9),
  outcome(0, 0, 2, 0.5),
  outcome(1, 1, 1, 0.99),
  outcome(1, 1, 0, 0.6),
  outcome(2, 2, 2, 0.95),
  outcome(2, 2, 2, 0.7),
  outcome(2, 1, 1, 0.8),
  outcome(2, 1, 2, 0.8),
];

describe('what counts as a success', () => {
  it('gives the same run other shares of other records', () => {
    const found = successByDefinition(OUTCOMES).map(({ definition, success }) => [
      definition,
      success.count,
      success.of,
    ]);
    expect(found).toEqual([
      ['fooled', 2, 6],
      // Led elsewhere than to its target, and away from a wrong class.
      ['changed', 4, 8],
      ['wrong', 4, 8],
    ]);
    expect(successByDefinition([])).toEqual([]);
  });

  it('is told by thirds of how sure the model was of the records that it got right', () => {
    const found = successByConfidence(OUTCOMES).map(({ lowest, highest, success }) => [
      lowest,
      highest,
      success.count,
      success.of,
    ]);
    expect(found).toEqual([
      [0.5, 0.6, 1, 2],
      [0.7, 0.9, 1, 2],
      [0.95, 0.99, 0, 2],
    ]);
    expect(successByConfidence(OUTCOMES.slice(0, 2))).toEqual([]);
  });
});
