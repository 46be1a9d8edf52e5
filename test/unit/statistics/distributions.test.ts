import { describe, expect, it } from 'vitest';
import { minimise } from '../../../src-main/numeric/minimise.ts';
import { normalCdf } from '../../../src-main/statistics/normal-cdf.ts';
import { powerOverReaders } from '../../../src-main/statistics/readers/power-over-readers.ts';
import { tCdf, twoSidedP, twoSidedT } from '../../../src-main/statistics/student-t.ts';
import { expectClose } from './close.ts';

describe('distributions, as SciPy 1.17 has them', () => {
  it.each([
    [-10, 7.619853024160527e-24],
    [-2.5, 0.006209665325776132],
    [0, 0.5],
    [1, 0.8413447460685429],
    [2.5, 0.9937903346742238],
  ])('Φ(%s)', (z, expected) => {
    expectClose(normalCdf(z), expected, 1e-12);
  });

  it.each([
    [2, 10, 1.5, 0.6591540724421914],
    [1, 1, 0, 0.75],
    [-3, 200, 0.2, 0.0007856603593554855],
    [2, 1.5, -1, 0.9788561371404569],
  ])('t of %s with %s degrees of freedom, shifted by %s', (t, df, shift, expected) => {
    expectClose(tCdf(t, df, shift), expected, 1e-9);
  });

  it('the t that leaves 5 % in both tails, and the p of a t', () => {
    expectClose(twoSidedT(0.95, 4), 2.7764451051977934, 1e-9);
    expectClose(twoSidedP(2.5, 3), 0.08770664700806555, 1e-9);
    expectClose(twoSidedP(twoSidedT(0.95, 7.3), 7.3), 0.05, 1e-9);
  });
});

describe('power over readers', () => {
  // The formula in SciPy 1.17 with scipy.stats.t and nct.
  it.each([
    [{ readers: 8, pairs: 100, p: 0.6, readerSd: 0.05, pairSd: 0.1 }, 0.9231387358674886],
    [{ readers: 5, pairs: 60, p: 0.65, readerSd: 0.1, pairSd: 0.15 }, 0.6007417375715287],
  ])('of %j', (planned, expected) => {
    expectClose(powerOverReaders(planned), expected, 1e-9);
  });

  it('is the level where nothing is to be found, and refuses what cannot be', () => {
    expectClose(powerOverReaders({ readers: 6, pairs: 50, p: 0.5, readerSd: 0.1, pairSd: 0.1 }), 0.05, 1e-9);
    const impossible = { readers: 6, pairs: 50, p: 0.9, readerSd: 0.3, pairSd: 0.1 };
    expect(() => powerOverReaders(impossible)).toThrow('cannot deviate by 0.3 and 0.1 where 0.9');
    expect(() => powerOverReaders({ ...impossible, readers: 1 })).toThrow('There are 1 readers');
  });
});

it('finds the end of Rosenbrock’s valley', () => {
  const { at, value } = minimise(([x = 0, y = 0]) => (1 - x) ** 2 + 100 * (y - x * x) ** 2, [-1.2, 1]);
  expect(value).toBeLessThan(1e-10);
  expect(at[0]).toBeCloseTo(1, 4);
  expect(at[1]).toBeCloseTo(1, 4);
});
