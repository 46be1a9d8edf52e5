import { describe, expect, it } from 'vitest';
import { quartiles } from '../../../src-main/statistics/quartiles.ts';
import { sideBias } from '../../../src-main/statistics/side-bias.ts';
import { expectClose } from './close.ts';

describe('side bias', () => {
  it('is nothing for a reader who is right equally often on both sides', () => {
    const bias = sideBias({
      realUpper: 50,
      chosenUpperOfRealUpper: 31,
      realLower: 50,
      chosenUpperOfRealLower: 19,
    });
    expect(bias.chosenUpper).toBe(50);
    expect(Math.abs(bias.criterion ?? NaN)).toBeLessThan(1e-12);
    expect(bias.pTwoSided).toBe(1);
  });

  it('is negative for a reader who favours the upper tracing, with the exact p of the choices', () => {
    const bias = sideBias({ realUpper: 10, chosenUpperOfRealUpper: 10, realLower: 10, chosenUpperOfRealLower: 8 });
    // SciPy 1.17: -(norm.ppf(10.5 / 11) + norm.ppf(0.8)) / 2 and binomtest(18, 20).pvalue
    expectClose(bias.criterion ?? NaN, -1.2661214315789064);
    expectClose(bias.pTwoSided, 0.0004024505615234375);
  });

  it('has no criterion until the real tracing was on both sides', () => {
    const bias = sideBias({ realUpper: 3, chosenUpperOfRealUpper: 2, realLower: 0, chosenUpperOfRealLower: 0 });
    expect(bias).toMatchObject({ chosenUpper: 2, criterion: null, pTwoSided: 1 });
  });
});

describe('quartiles', () => {
  it('interpolate between order statistics as R and NumPy do, whatever the order of the values', () => {
    expect(quartiles([4, 1, 3, 2])).toEqual({ q1: 1.75, median: 2.5, q3: 3.25 });
    expect(quartiles([10, 9, 100])).toEqual({ q1: 9.5, median: 10, q3: 55 });
    expect(quartiles([7])).toEqual({ q1: 7, median: 7, q3: 7 });
  });

  it('leave the values as they were', () => {
    const values = [3, 1, 2];
    quartiles(values);
    expect(values).toEqual([3, 1, 2]);
  });
});
