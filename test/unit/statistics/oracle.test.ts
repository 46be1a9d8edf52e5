import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import type { Interval } from '../../../src-shared/interval.ts';
import { agreement } from '../../../src-main/statistics/agreement.ts';
import { binomialTest } from '../../../src-main/statistics/binomial-test.ts';
import { clopperPearson } from '../../../src-main/statistics/clopper-pearson.ts';
import { dPrime2afc } from '../../../src-main/statistics/d-prime.ts';
import { fleissKappa } from '../../../src-main/statistics/fleiss-kappa.ts';
import { holm } from '../../../src-main/statistics/holm.ts';
import { mcnemarExact } from '../../../src-main/statistics/mcnemar.ts';
import { newcombeDifference } from '../../../src-main/statistics/newcombe.ts';
import { exactPower } from '../../../src-main/statistics/power.ts';
import { similarityTest } from '../../../src-main/statistics/similarity.ts';
import { wilson } from '../../../src-main/statistics/wilson.ts';
import { sharedFile } from '../../helpers/shared.ts';
import { expectClose } from './close.ts';

type Pair = [number, number];
interface Counts {
  k: number;
  n: number;
}
interface Oracle {
  binomial: (Counts & { p0: number; twoSidedP: number; greaterP: number; clopperPearson95: Pair; wilson95: Pair })[];
  dprime2afc: (Counts & { dprime: number; se: number })[];
  similarity: (Counts & { margin: number; upper95: number; indistinguishable: boolean })[];
  mcnemarExact: { b: number; c: number; p: number }[];
  agreement: {
    table: number[][];
    kappa: number;
    ase: number;
    aseH0: number;
    ci: Pair;
    po: number;
    pabak: number;
    ac1: number;
  }[];
  powerTwoSidedExact: { n: number; p: number; power: number }[];
  newcombeDifference95: { k1: number; n1: number; k2: number; n2: number; ci: Pair }[];
  holm: { p: number[]; adjusted: number[] }[];
}

const path = sharedFile('oracles/statistics.json');
const oracle = path === undefined ? undefined : (JSON.parse(readFileSync(path, 'utf8')) as Oracle);

if (oracle === undefined) {
  it.skip('skipped: oracles/statistics.json is not in the shared folder', () => undefined);
} else {
  describe('statistics oracle', () => {
    it.each(oracle.binomial)('oracle: binomial test and intervals of $k of $n against $p0', (c) => {
      const test = binomialTest(c.k, c.n, c.p0);
      expectClose(test.pTwoSided, c.twoSidedP);
      expectClose(test.pGreater, c.greaterP);
      expectInterval(clopperPearson(c.k, c.n), c.clopperPearson95);
      expectInterval(wilson(c.k, c.n), c.wilson95);
    });

    it.each(oracle.dprime2afc)('oracle: d′ of $k of $n', (c) => {
      const { dPrime, se } = dPrime2afc(c.k, c.n);
      expectClose(dPrime, c.dprime);
      expectClose(se, c.se);
    });

    it.each(oracle.similarity)('oracle: similarity test of $k of $n at margin $margin', (c) => {
      const { lower, upper, indistinguishable } = similarityTest(c.k, c.n, c.margin);
      expectClose(upper, c.upper95);
      // The oracle's is the upper side alone; the lower side is the upper one of the wrong answers.
      expect(upper < c.margin).toBe(c.indistinguishable);
      expectClose(lower, 1 - similarityTest(c.n - c.k, c.n, c.margin).upper);
      expect(indistinguishable).toBe(c.indistinguishable && lower > 1 - c.margin);
    });

    it.each(oracle.mcnemarExact)('oracle: McNemar of $b and $c', (c) => {
      expectClose(mcnemarExact(c.b, c.c), c.p);
    });

    it.each(oracle.agreement)('oracle: agreement of $table', (c) => {
      const result = agreement(c.table);
      expectClose(result.observed, c.po);
      expectClose(result.pabak, c.pabak);
      expectClose(result.ac1, c.ac1);
      expectClose(result.kappa?.value ?? NaN, c.kappa);
      expectClose(result.kappa?.se ?? NaN, c.ase);
      expectClose(result.kappa?.seNull ?? NaN, c.aseH0);
      expectInterval(result.kappa?.interval ?? [NaN, NaN], c.ci);
    });

    it.each(oracle.powerTwoSidedExact)('oracle: power of $n trials at $p', (c) => {
      expectClose(exactPower(c.n, c.p).power, c.power);
    });

    it.each(oracle.newcombeDifference95)('oracle: difference of $k1/$n1 and $k2/$n2', (c) => {
      expectInterval(newcombeDifference(c.k1, c.n1, c.k2, c.n2), c.ci);
    });

    it.each(oracle.holm)('oracle: Holm of $p', (c) => {
      holm(c.p).forEach((p, i) => expectClose(p, c.adjusted[i] as number));
    });
  });
}

describe('published figures', () => {
  it('gives what R prints for binom.test(51, 235, 1/6)', () => {
    expectClose(binomialTest(51, 235, 1 / 6).pTwoSided, 0.0437479701823997);
    expectClose(binomialTest(51, 235, 1 / 6).pGreater, 0.02654424571169085);
    expectInterval(clopperPearson(51, 235), [0.1660633298, 0.275268364], 1e-9);
  });

  it('gives what VassarStats prints for the exact McNemar test', () => {
    expect(mcnemarExact(70, 59)).toBeCloseTo(0.378688, 6);
    expect(mcnemarExact(30, 60)).toBeCloseTo(0.00206, 5);
    expect(mcnemarExact(10, 30)).toBeCloseTo(0.002221, 6);
  });

  it('gives what SAS and statpsych print for κ', () => {
    const sas = agreement([
      [0, 4, 1],
      [0, 8, 0],
      [0, 1, 5],
    ]).kappa;
    expect(sas?.value).toBeCloseTo(0.4842, 4);
    expect(sas?.se).toBeCloseTo(0.138, 4);
    expect(sas?.seNull).toBeCloseTo(0.1484, 4);
    const statpsych = agreement([
      [31, 12],
      [4, 58],
    ]).kappa;
    expectClose(statpsych?.se ?? NaN, 0.07344761, 1e-7);
    expectInterval(statpsych?.interval ?? [NaN, NaN], [0.531721, 0.8196303], 1e-6);
  });

  it("gives Fleiss' κ and Randolph's κ of eight readers and two items", () => {
    const { kappa, randolph } = fleissKappa([
      [7, 1],
      [3, 5],
    ]);
    expect(kappa).toBeCloseTo(0.161905, 6);
    expect(randolph).toBeCloseTo(0.214286, 6);
  });

  it('rejects at 61 or more and 39 or fewer of 100, the rule that the power figures rest on', () => {
    expect(exactPower(100, 0.62)).toMatchObject({ rejectAtMost: 39, rejectAtLeast: 61 });
  });
});

function expectInterval(actual: Interval, expected: readonly number[], relative?: number): void {
  expectClose(actual[0], expected[0] as number, relative);
  expectClose(actual[1], expected[1] as number, relative);
}
