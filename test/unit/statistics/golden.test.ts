import { describe, expect, it } from 'vitest';
import { binomialTest, twoSidedPValues } from '../../../src-main/statistics/binomial-test.ts';
import {
  clopperPearson,
  clopperPearsonLower,
  clopperPearsonUpper,
} from '../../../src-main/statistics/clopper-pearson.ts';
import { dPrime2afc } from '../../../src-main/statistics/d-prime.ts';
import { exactPower } from '../../../src-main/statistics/power.ts';
import { wilson } from '../../../src-main/statistics/wilson.ts';
import golden from '../../golden/statistics/cases.json' with { type: 'json' };
import { expectClose } from './close.ts';

describe('against exact fractions and SciPy', () => {
  it.each(golden.binomial)('binomial test of $k of $n against $p0', (c) => {
    const test = binomialTest(c.k, c.n, c.p0);
    expectClose(test.pTwoSided, c.twoSidedP);
    expectClose(test.pGreater, c.greaterP);
    expectClose(test.pLess, c.lessP);
    expectClose(twoSidedPValues(c.n, c.p0)[c.k] as number, c.twoSidedP);
  });

  it.each(golden.clopperPearson)('Clopper-Pearson of $k of $n at $level', (c) => {
    const [low, high] = clopperPearson(c.k, c.n, c.level);
    expectClose(low, c.interval[0] as number);
    expectClose(high, c.interval[1] as number);
    expectClose(clopperPearsonUpper(c.k, c.n, c.level), c.upper);
    // What is lower for k is upper for the n − k others.
    expectClose(1 - clopperPearsonLower(c.n - c.k, c.n, c.level), c.upper);
  });

  it.each(golden.wilson)('Wilson of $k of $n at $level', (c) => {
    const [low, high] = wilson(c.k, c.n, c.level);
    expectClose(low, c.interval[0] as number);
    expectClose(high, c.interval[1] as number);
  });

  it.each(golden.dPrime)('d′ of $k of $n', (c) => {
    expectClose(dPrime2afc(c.k, c.n).dPrime, c.dPrime);
    expectClose(dPrime2afc(c.k, c.n).se, c.se);
  });

  it.each(golden.power)('power of $n trials at $p', (c) => {
    expectClose(exactPower(c.n, c.p).power, c.power);
  });
});

describe('exact bounds', () => {
  it('leave exactly the stated error in the tail that they cut', () => {
    const [low, high] = clopperPearson(62, 100);
    expectClose(binomialTest(62, 100, low).pGreater, 0.025, 1e-9);
    expectClose(binomialTest(62, 100, high).pLess, 0.025, 1e-9);
  });

  it('never reject with too few trials, and say so instead of naming a limit', () => {
    expect(exactPower(5, 0.9)).toEqual({ power: 0, rejectAtMost: null, rejectAtLeast: null });
  });

  it('reject up to the stated error: 13 of 17 has p = 0.0490', () => {
    const { power, ...limits } = exactPower(17, 0.5);
    expect(limits).toEqual({ rejectAtMost: 4, rejectAtLeast: 13 });
    expectClose(power, 6428 / 2 ** 17);
  });

  it('reject with the stated error at most when the null hypothesis is true', () => {
    for (const n of [6, 20, 101, 250]) expect(exactPower(n, 0.5).power).toBeLessThanOrEqual(0.05);
  });
});
