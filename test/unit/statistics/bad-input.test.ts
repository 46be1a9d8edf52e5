import { describe, expect, it } from 'vitest';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { binomialTest } from '../../../src-main/statistics/binomial-test.ts';
import { clopperPearson, clopperPearsonUpper } from '../../../src-main/statistics/clopper-pearson.ts';
import { dPrime2afc } from '../../../src-main/statistics/d-prime.ts';
import { holm } from '../../../src-main/statistics/holm.ts';
import { mcnemarExact } from '../../../src-main/statistics/mcnemar.ts';
import { newcombeDifference } from '../../../src-main/statistics/newcombe.ts';
import { exactPower } from '../../../src-main/statistics/power.ts';
import { quartiles } from '../../../src-main/statistics/quartiles.ts';
import { sideBias } from '../../../src-main/statistics/side-bias.ts';
import { similarityTest } from '../../../src-main/statistics/similarity.ts';
import { wilson } from '../../../src-main/statistics/wilson.ts';

describe('values that cannot be', () => {
  it.each<[string, () => unknown, string]>([
    ['more right than trials', () => binomialTest(5, 4), 'k is 5 of n = 4'],
    ['no trials', () => wilson(0, 0), 'n is 0: give a whole number of trials, at least 1'],
    ['half a trial', () => clopperPearson(1, 2.5), 'n is 2.5'],
    ['a negative count', () => dPrime2afc(-1, 4), 'k is -1: give a whole number from 0'],
    ['no number at all', () => clopperPearsonUpper(NaN, 4), 'k is NaN'],
    ['a proportion above 1', () => binomialTest(1, 2, 1.5), 'p0 is 1.5: give a probability from 0 to 1'],
    ['a level of certainty', () => wilson(1, 2, 1), 'level is 1: give a number between 0 and 1'],
    ['a margin in per cent', () => similarityTest(1, 2, 60), 'margin is 60'],
    ['a second arm without trials', () => newcombeDifference(1, 2, 0, 0), 'n is 0'],
    ['a fractional count of differences', () => mcnemarExact(1.5, 2), 'b is 1.5'],
    ['a p value above 1', () => holm([0.1, 1.1]), 'p[1] is 1.1'],
    ['an alpha of 0', () => exactPower(10, 0.6, { alpha: 0 }), 'alpha is 0'],
    ['no response times', () => quartiles([]), 'There are no values'],
    ['an infinite response time', () => quartiles([1, Infinity]), 'A value is Infinity'],
    [
      'choices without trials',
      () => sideBias({ realUpper: 0, chosenUpperOfRealUpper: 1, realLower: 2, chosenUpperOfRealLower: 1 }),
      'n is 0',
    ],
  ])('%s: named and refused', (_name, compute, message) => {
    expect(compute).toThrow(AppError);
    expect(compute).toThrow(message);
    expect(compute).toThrow(expect.objectContaining({ code: 'bad-input' }));
  });
});
