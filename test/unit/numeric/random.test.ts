import { describe, expect, test } from 'vitest';
import { bootstrap, middle95 } from '../../../src-main/numeric/bootstrap.ts';
import { below, between, gaussian, generatorFor, shuffled, uniform } from '../../../src-main/numeric/random.ts';
import { recordRandom } from '../../../src-main/numeric/record-random.ts';
import { createRandom } from '../../../src-main/numeric/simulation-random.ts';
import { studyRandom, type RandomStream } from '../../../src-main/study/design/study-random.ts';

const three = (draw: () => number): number[] => [draw(), draw(), draw()];
const TEN = Array.from({ length: 10 }, (_, i) => i);

// Models, examples, records and studies that are stored were drawn from these streams: their first numbers, for good.
describe('what a seed gives stays what it was', () => {
  test.each([
    [[1], [-444339160, -1023350147, 1578186153]],
    [
      [1, 2, 3],
      [-64348682, -79168965, -1084220526],
    ],
    [
      [2_147_483_647, 0],
      [1288085273, 1072494595, 512085015],
    ],
  ] as [[number, ...number[]], number[]][])('bits of seed and path %j', (path, expected) => {
    const random = generatorFor(...path);
    expect(three(() => random.next())).toEqual(expected);
  });

  test('uniform, between and normal numbers', () => {
    const [a, b, c] = [generatorFor(1), generatorFor(1), generatorFor(1)];
    expect(three(() => uniform(a))).toEqual([0.39654422737658024, 0.2617327265907079, 0.8674500978086144]);
    expect(three(() => between(b, -10, 10))).toEqual([-2.0691154524683952, -4.765345468185842, 7.3490019561722875]);
    expect(three(() => gaussian(c))).toEqual([-0.07402553531671405, 0.17378328237715066, 1.391217103028981]);
  });

  test('the order of a shuffle', () => {
    expect(shuffled(TEN, generatorFor(7), below)).toEqual([4, 8, 5, 6, 1, 9, 7, 3, 2, 0]);
  });

  test('the generator of a record', () => {
    const random = recordRandom(1, Float32Array.of(1, -2, 3.5), 4);
    expect(three(() => random.next())).toEqual([1179848288, -1306035229, 134968094]);
  });

  test.each([
    [
      [1, 0],
      {
        uniform: [0.32473466229393555, -1.4752386489453415],
        integer: [8, 6],
        normal: [-1.8608841013942263, 0.45461511174481506, -0.04436748426233232],
        chance: [false, false],
        shuffled: [1, 4, 6, 2, 3, 5, 7, 0],
      },
    ],
    [
      [1, 5],
      {
        uniform: [0.3713536764842299, 2.2181929926803434],
        integer: [87, 5],
        normal: [-0.04943783778826892, 0.08963695405876447, -0.6072600800355499],
        chance: [true, true],
        shuffled: [3, 5, 0, 1, 2, 7, 6, 4],
      },
    ],
    [
      [2 ** 40 + 3, 2],
      {
        uniform: [0.2979067651241224, 1.5656060176148667],
        integer: [67, 6],
        normal: [0.9326598796352976, -1.6165141770737301, 0.7788721293676805],
        chance: [false, true],
        shuffled: [1, 3, 0, 4, 5, 2, 6, 7],
      },
    ],
    [
      [-4, 0],
      {
        uniform: [0.18799455860422454, -0.5030231937594802],
        integer: [94, 6],
        normal: [-3.1614946164983992, -1.7584732140399677, -0.17642060918761185],
        chance: [false, false],
        shuffled: [7, 5, 3, 0, 6, 2, 4, 1],
      },
    ],
  ] as const)('the simulator with seed and stream %j', ([seed, stream], expected) => {
    const random = createRandom(seed, stream);
    expect({
      uniform: [random.uniform(0, 1), random.uniform(-2, 3)],
      integer: [random.integer(0, 99), random.integer(5, 6)],
      normal: three(() => random.normal()),
      chance: [random.chance(0.5), random.chance(0.5)],
      shuffled: random.shuffled(TEN.slice(0, 8)),
    }).toEqual(expected);
  });

  test.each([
    ['records', [-101825089, -1348265857, 420582506]],
    ['stimuli', [2023338536, -1833684572, -32247245]],
  ] as [RandomStream, number[]][])("a study's stream %s", (stream, expected) => {
    const random = studyRandom(1, stream);
    expect(three(() => random.next())).toEqual(expected);
  });

  test('the draws of a bootstrap, and the interval of a mean', () => {
    expect(bootstrap(5, { draws: 3 }, (indices) => indices)).toEqual([
      [2, 3, 4, 3, 1],
      [1, 2, 1, 2, 0],
      [2, 0, 3, 3, 3],
    ]);
    expect(bootstrap(4, { draws: 2, seed: 9 }, (indices) => indices)).toEqual([
      [2, 0, 0, 1],
      [2, 2, 2, 3],
    ]);
    const means = bootstrap(50, {}, (indices) => indices.reduce((sum, i) => sum + i, 0) / 50);
    expect(middle95(means)).toEqual([20.38, 28.56]);
  });
});
