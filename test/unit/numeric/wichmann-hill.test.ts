import { expect, it } from 'vitest';
import { wichmannHill } from '../../../src-main/numeric/wichmann-hill.ts';

it('draws what R draws with RNGkind("Wichmann-Hill") and these seeds', () => {
  const random = wichmannHill([12345, 23456, 1]);
  // .Random.seed <- c(.Random.seed[1], 12345L, 23456L, 1L); runif(3), and after 99,997 others runif(1): R 4.2.
  const first = [random(), random(), random()];
  expect(first).toEqual([0.86557805665793974, 0.12705881797900176, 0.21058475436471152]);
  for (let i = 0; i < 99_997; i++) random();
  expect(random()).toBe(0.52449900960084661);
});
