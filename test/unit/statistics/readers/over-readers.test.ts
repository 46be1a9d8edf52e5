import { describe, expect, it } from 'vitest';
import type { Interval } from '../../../../src-shared/interval.ts';
import {
  bootstrapOverReaders as bootstrap,
  type BootstrapOptions,
} from '../../../../src-main/statistics/readers/bootstrap-over-readers.ts';
import { type CrossedScores, type Score } from '../../../../src-main/statistics/readers/crossed-scores.ts';
import { crossScores } from '../../../helpers/cross-scores.ts';
import { overReaders, tTest } from '../../../../src-main/statistics/readers/over-readers.ts';
import { atOnce } from '../../../helpers/at-once.ts';
import { expectClose } from '../close.ts';
import { simulateStudies, type SimulatedStudy } from './simulated-readers.ts';

const STUDY: SimulatedStudy = { readers: 8, cases: 60, mean: 0.4, readerSd: 0.3, caseSd: 0.5 };
const bootstrapOverReaders = (scores: CrossedScores, options?: BootstrapOptions) =>
  atOnce(bootstrap(scores, overReaders(scores), options));
const holds = (interval: Interval | undefined | null, truth: number): boolean =>
  interval !== undefined && interval !== null && interval[0] <= truth && truth <= interval[1];

/** Right answers of each reader to three cases. */
const scoresOf = (readers: readonly (readonly number[])[]): Score[] =>
  readers.flatMap((row, r) => row.map((score, c) => ({ reader: `r${r}`, case: `c${c}`, score })));

describe('the mean over readers', () => {
  it('takes fewer than five readers as fixed: the cases alone are a sample', () => {
    const scores = crossScores([
      scoresOf([
        [1, 0, 1],
        [1, 0, 0],
      ]),
    ]);
    const result = overReaders(scores);
    expect(result).toMatchObject({ view: 'fixed', estimate: 0.5, spread: { df: 2 } });
    // Totals of the cases 2, 0 and 1 of 2 each: off by 1, −1 and 0 of 6 answers. √(3/2 · 2/36).
    expectClose(result.spread?.se ?? NaN, Math.sqrt(1 / 12), 1e-12);
    // 0.5 ± 1.24, which ends at 0 and 1.
    expect(result.spread?.interval).toEqual([0, 1]);
  });

  it('takes five as a sample, with the mean squares of readers, cases and both', () => {
    const rows = [
      [1, 0, 1, 1],
      [1, 1, 1, 0],
      [0, 0, 1, 0],
      [1, 1, 1, 1],
      [1, 0, 0, 0],
    ];
    const result = overReaders(crossScores([scoresOf(rows)]));
    const mean = (values: readonly number[]): number => values.reduce((a, b) => a + b, 0) / values.length;
    const all = mean(rows.flat());
    const ofReader = rows.map(mean);
    const ofCase = [0, 1, 2, 3].map((c) => mean(rows.map((row) => row[c] as number)));
    const squares = (values: readonly number[]): number => values.reduce((sum, value) => sum + value ** 2, 0);
    const readers = (4 * squares(ofReader.map((value) => value - all))) / 4;
    const cases = (5 * squares(ofCase.map((value) => value - all))) / 3;
    const both =
      squares(rows.flatMap((row, r) => row.map((s, c) => s - (ofReader[r] as number) - (ofCase[c] as number) + all))) /
      12;
    const variance = (readers + Math.max(0, cases - both)) / 20;
    expectClose(result.spread?.se ?? NaN, Math.sqrt(variance), 1e-12);
    expectClose(result.spread?.df ?? NaN, ((20 * variance) / readers) ** 2 * 4, 1e-12);
    expect(result).toMatchObject({ view: 'random', estimate: all });
  });

  it('has the degrees of freedom of the cases where readers do not differ at all', () => {
    const shifted = [0, 1, 2, 3, 4].map((r) => [0, 1, 2, 3, 4, 5].map((c) => (c < 3 ? 1 : Number((c + r) % 3 === 0))));
    const { estimate, spread } = overReaders(crossScores([scoresOf(shifted)]));
    expectClose(estimate, 2 / 3, 1e-12);
    expect(spread?.df).toBe(5);
    expectClose((spread?.interval[0] ?? NaN) + 2.570581835636314 * (spread?.se ?? NaN), 2 / 3, 1e-9);
  });

  it('ends at 0 and 1, and of a difference at −1 and 1', () => {
    const most = [0, 1, 2, 3, 4].map((r) => [1, 1, 1, r === 0 ? 0 : 1]);
    const few = most.map((row) => row.map((score) => 1 - score));
    const intervalOf = (...arms: number[][][]) => overReaders(crossScores(arms.map(scoresOf))).spread?.interval;
    expect(intervalOf(most)).toEqual([expect.closeTo(0.81, 1), 1]);
    expect(intervalOf(few)).toEqual([0, expect.closeTo(0.19, 1)]);
    expect(intervalOf(most, few)).toEqual([expect.closeTo(0.62, 1), 1]);
    expect(intervalOf(few, most)).toEqual([-1, expect.closeTo(-0.62, 1)]);
  });

  it('has no spread where neither readers nor cases differ, however that is rounded', () => {
    const latin = [0, 1, 2, 3, 4].map((r) => [0, 1, 2, 3, 4].map((c) => ((r + c) % 5 < 2 ? 1 : 0)));
    expect(overReaders(crossScores([scoresOf(latin)])).spread).toBeNull();
  });

  it('has no spread where every answer is right, and no p then', () => {
    const result = overReaders(crossScores([scoresOf(Array.from({ length: 6 }, () => [1, 1, 1]))]));
    expect(result).toEqual({ view: 'random', estimate: 1, spread: null });
    expect(tTest(result, 0.5)).toBeNull();
  });

  it('lies within its interval in 93 to 97 % of simulated studies, and so do differences, and fixed readers', () => {
    const of = 1000;
    let [held, differences, fixed] = [0, 0, 0];
    for (const { first, second, share, difference } of simulateStudies(STUDY, { studies: of, seed: 1 })) {
      if (holds(overReaders(crossScores([first])).spread?.interval, share)) held++;
      if (holds(overReaders(crossScores([first, second])).spread?.interval, difference)) differences++;
    }
    for (const { first, shareOfThese } of simulateStudies({ ...STUDY, readers: 3 }, { studies: of, seed: 2 }))
      if (holds(overReaders(crossScores([first])).spread?.interval, shareOfThese)) fixed++;
    for (const count of [held, differences, fixed]) {
      expect(count / of).toBeGreaterThan(0.93);
      expect(count / of).toBeLessThan(0.97);
    }
  });
});

describe('the bootstrap over readers and cases', () => {
  it('is the same for the same seed, and as wide as the interval by Student’s t, but not as even', () => {
    const [study] = simulateStudies({ ...STUDY, mean: 1.5 }, { studies: 1, seed: 3 });
    const scores = crossScores([study?.first ?? []]);
    const drawn = bootstrapOverReaders(scores) as Interval;
    expect(bootstrapOverReaders(scores)).toEqual(drawn);
    expect(bootstrapOverReaders(scores, { seed: 2 })).not.toEqual(drawn);
    const { estimate, spread } = overReaders(scores);
    const [low, high] = spread?.interval as Interval;
    expect((drawn[1] - drawn[0]) / (high - low)).toBeCloseTo(1, 1);
    // A share of more than nine tenths varies more below than above.
    expect(estimate - drawn[0]).toBeGreaterThan(1.1 * (drawn[1] - estimate));
  });

  it('gives the ends that the draws have, where they are few', () => {
    // Two fixed readers of two cases, of which one is always right: the share is ½ ± ½, and a quarter of the draws each
    // give 0 and 1. What is scaled by t lies beyond, and is cut off.
    const two = [1, 2].map(() => [1, 0]);
    expect(bootstrapOverReaders(crossScores([scoresOf(two)]))).toEqual([0, 1]);
    expect(bootstrapOverReaders(crossScores([scoresOf(two), scoresOf(two.map(([a, b]) => [b!, a!]))]))).toEqual([
      -1, 1,
    ]);
    expect(bootstrapOverReaders(crossScores([scoresOf([[1], [0]])]))).toBeNull();
    expect(bootstrapOverReaders(crossScores([scoresOf([[1, 1, 1]])]))).toBeNull();
  });

  it.each([STUDY, { ...STUDY, readerSd: 0, caseSd: 0, mean: 0 }])(
    'holds the truth in 93 to 97 % of simulated studies, give or take what 400 can show: $readerSd, $caseSd',
    (study) => {
      const of = 400;
      let held = 0;
      for (const { first, share } of simulateStudies(study, { studies: of, seed: 4 }))
        if (holds(bootstrapOverReaders(crossScores([first]), { draws: 200 }), share)) held++;
      expect(held / of).toBeGreaterThan(0.92);
      expect(held / of).toBeLessThan(0.98);
    },
  );
});
