import { describe, expect, test } from 'vitest';
import { generatorFor, streamGenerator, type RandomGenerator } from '../../../src-main/numeric/random.ts';
import { recordRandom, seededByRecord } from '../../../src-main/numeric/record-random.ts';
import { seeded } from '../../../src-main/numeric/seeding.ts';
import { studyRandom } from '../../../src-main/study/design/study-random.ts';
import { answerTrial, readerRandom } from '../../../src-main/study/reading/virtual-reader.ts';

const SEEDS = 2000;
/** Five standard deviations of the share of 2,000 coins. */
const FAR = 0.056;
const X = Float32Array.of(1, -2, 3.5);

/** The share of seeds for which bit `bit` of draw `draw` is that of the seed `step` further on. */
function agreement(make: (seed: number) => RandomGenerator, step: number, draw: number, bit: number): number {
  const bitOf = (seed: number): number => {
    const random = make(seed);
    for (let i = 0; i < draw; i += 1) random.next();
    return (random.next() >>> bit) & 1;
  };
  return Array.from({ length: SEEDS }, (_, seed) => bitOf(seed) === bitOf(seed + step)).filter(Boolean).length / SEEDS;
}

describe('neighbouring seeds have nothing in common', () => {
  test.each([
    ['a seed', (seed) => seeded(seed)],
    ['the use of a seed', (seed) => seeded(7, seed)],
    ['a virtual reader', (seed) => readerRandom(seed, 2)],
    ['the records of a protocol', (seed) => studyRandom(seed, 'records')],
    ['the stimuli of a protocol', (seed) => studyRandom(seed, 'stimuli')],
    ['a record', (seed) => seededByRecord(seed, X, 3)],
    ['what stored examples were drawn from', (seed) => recordRandom(seed, X)],
    ['what stored models were drawn from', (seed) => generatorFor(seed, 2)],
    ['what stored records were drawn from', (seed) => streamGenerator(seed, 0)],
  ] as [string, (seed: number) => RandomGenerator][])('%s', (_, make) => {
    for (const step of [1, 2, 1024])
      for (const draw of [0, 1, 2, 5])
        for (const bit of [31, 30, 0])
          expect(Math.abs(agreement(make, step, draw, bit) - 0.5), `${step} ${draw} ${bit}`).toBeLessThan(FAR);
  });

  test('the third answers of readers of seeds s and s + 1 agree in half', () => {
    const third = (seed: number): string => {
      const random = readerRandom(seed, 0);
      const answers = [0, 1, 2].map(() =>
        answerTrial({ question: 'which-is-real', realSide: 1 }, { probabilityRight: 0.5 }, random),
      );
      return answers[2]!.answer;
    };
    const same = Array.from({ length: SEEDS }, (_, seed) => third(seed) === third(seed + 1)).filter(Boolean).length;
    expect(Math.abs(same / SEEDS - 0.5)).toBeLessThan(FAR);
  });
});

test('a seed counts in full, and so does every other number of the list', () => {
  const first = (...parts: number[]): number => seeded(...parts).next();
  expect(first(5)).toBe(first(5));
  const lists = [[5], [5 + 2 ** 32], [5 + 2 ** 40], [-5], [5, 0], [0, 5], [5, 0, 0], [0]];
  expect(new Set(lists.map((list) => first(...list))).size).toBe(lists.length);
});
