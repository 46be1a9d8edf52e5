import { describe, expect, it } from 'vitest';
import { judgeResponse, rightAnswers } from '../../../src-main/study/reading/judge-response.ts';
import { answerTrial, readerRandom } from '../../../src-main/study/reading/virtual-reader.ts';
import type { VirtualReaderOptions } from '../../../src-main/study/reading/virtual-reader.ts';
import type { VirtualKind } from '../../../src-shared/study/virtual-readers.ts';
import type { TrialTruth } from '../../../src-shared/questions/index.ts';

const REAL_UPPER: TrialTruth = { question: 'which-is-real', realSide: 1 };
const REAL_LOWER: TrialTruth = { question: 'which-is-real', realSide: 2 };
const SAME: TrialTruth = { question: 'same-class', sameClass: true };
const DIFFERENT: TrialTruth = { question: 'same-class', sameClass: false };

describe('judging an answer', () => {
  it('finds the side of the real tracing right, and "same" for two tracings of one record', () => {
    expect(judgeResponse('1', REAL_UPPER)).toBe(true);
    expect(judgeResponse('2', REAL_UPPER)).toBe(false);
    expect(judgeResponse('2', REAL_LOWER)).toBe(true);
    expect(judgeResponse('same', SAME)).toBe(true);
    expect(judgeResponse('different', SAME)).toBe(false);
    expect(judgeResponse('different', DIFFERENT)).toBe(true);
  });

  it('refuses an answer to the other question instead of counting it as wrong', () => {
    expect(() => judgeResponse('same', REAL_UPPER)).toThrow(
      '"same" does not answer the question which-is-real: give 1 or 2',
    );
    expect(() => judgeResponse('1', SAME)).toThrow('give same or different');
  });
});

describe('a virtual reader', () => {
  it.each([0, 0.5, 0.62, 1])('is right in a share of %d of 10,000 trials, on either side alike', (probabilityRight) => {
    const random = readerRandom(1, 0);
    for (const truth of [REAL_UPPER, REAL_LOWER]) {
      const share = shareOf(10_000, () =>
        rightAnswers(truth).includes(answerTrial(truth, { probabilityRight }, random).answer),
      );
      expect(Math.abs(share - probabilityRight)).toBeLessThanOrEqual(
        4 * Math.sqrt(0.25 / 10_000) * spread(probabilityRight),
      );
    }
  });

  it('says "same" of one record with its own probability, and finds a foil different as often as it is right', () => {
    const random = readerRandom(1, 0);
    const options = { probabilityRight: 0.6, probabilitySame: 0.9 };
    for (const [truth, expected] of [
      [SAME, 0.9],
      [DIFFERENT, 0.4],
    ] as const) {
      const share = shareOf(10_000, () => answerTrial(truth, options, random).answer === 'same');
      expect(Math.abs(share - expected)).toBeLessThan(0.02);
    }
  });

  it.each<[VirtualKind, number, [shareRight: number, shareUpper: number, median: number]]>([
    ['guessing', 0, [0.5, 0.5, 6000]],
    ['left-biased', 0, [0.15 + 0.7 * 0.8, 0.65, 6000]],
    ['tiring', 0, [0.8, 0.5, 6000]],
    ['tiring', 1, [0.5, 0.5, 6000]],
    ['fast-clicking', 0, [0.15 + 0.7 * 0.8, 0.5, 4600]],
  ])('%s, with a share of %d done, is right, prefers a side and takes time as it should', (kind, done, expected) => {
    const random = readerRandom(5, 0);
    const options = { probabilityRight: 0.8, kind, done };
    const read = [REAL_UPPER, REAL_LOWER].flatMap((truth) =>
      Array.from({ length: 5000 }, () => ({ truth, ...answerTrial(truth, options, random) })),
    );
    const share = (of: (each: (typeof read)[number]) => boolean): number => read.filter(of).length / read.length;
    const times = read.map(({ responseTimeMs }) => responseTimeMs).sort((a, b) => a - b);
    // Four standard deviations of a share of 10,000.
    expect(Math.abs(share(({ answer, truth }) => judgeResponse(answer, truth)) - expected[0])).toBeLessThan(0.02);
    expect(Math.abs(share(({ answer }) => answer === '1') - expected[1])).toBeLessThan(0.02);
    expect((times[5000] ?? 0) / expected[2]).toBeCloseTo(1, 1);
    expect(share(({ responseTimeMs }) => responseTimeMs < 1000)).toBeCloseTo(kind === 'fast-clicking' ? 0.3 : 0, 1);
  });

  it('takes log-normal times: the median and the quartiles are the ones asked for', () => {
    const random = readerRandom(3, 0);
    const options = { probabilityRight: 0.6, medianResponseMs: 4000, responseLogSd: 0.4 };
    const times = Array.from({ length: 20_000 }, () => answerTrial(REAL_UPPER, options, random).responseTimeMs);
    times.sort((a, b) => a - b);
    // The quartiles of a log-normal are median · exp(±0.67449 · sd).
    expect((times[5000] as number) / (4000 * Math.exp(-0.67449 * 0.4))).toBeCloseTo(1, 1);
    expect((times[10_000] as number) / 4000).toBeCloseTo(1, 1);
    expect((times[15_000] as number) / (4000 * Math.exp(0.67449 * 0.4))).toBeCloseTo(1, 1);
    expect(times[0]).toBeGreaterThan(0);
  });

  it('answers the same again from the same seed, and another reader answers otherwise', () => {
    const read = (seed: number, reader: number) => {
      const random = readerRandom(seed, reader);
      return Array.from({ length: 40 }, () => answerTrial(REAL_UPPER, { probabilityRight: 0.62 }, random));
    };
    expect(read(1, 0)).toEqual(read(1, 0));
    expect(read(1, 1)).not.toEqual(read(1, 0));
    expect(read(2, 0)).not.toEqual(read(1, 0));
  });

  it('keeps its later answers when an earlier trial asks the other question', () => {
    const read = (first: TrialTruth) => {
      const random = readerRandom(1, 0);
      answerTrial(first, { probabilityRight: 0.62 }, random);
      return answerTrial(REAL_UPPER, { probabilityRight: 0.62 }, random);
    };
    expect(read(SAME)).toEqual(read(REAL_LOWER));
  });

  it.each<[VirtualReaderOptions, string]>([
    [{ probabilityRight: 1.2 }, 'probabilityRight is 1.2: give a number from 0 to 1'],
    [{ probabilityRight: 0.5, probabilitySame: NaN }, 'probabilitySame is NaN'],
    [{ probabilityRight: 0.5, medianResponseMs: 0 }, 'medianResponseMs is 0: give a number above 0'],
  ])('refuses %j', (options, message) => {
    expect(() => answerTrial(REAL_UPPER, options, readerRandom(1, 0))).toThrow(message);
  });
});

function shareOf(trials: number, happens: () => boolean): number {
  let times = 0;
  for (let i = 0; i < trials; i++) times += happens() ? 1 : 0;
  return times / trials;
}

/** No spread is allowed at 0 and 1. */
function spread(probability: number): number {
  return probability === 0 || probability === 1 ? 0 : 1;
}
