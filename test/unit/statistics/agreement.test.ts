import { describe, expect, it } from 'vitest';
import { agreement } from '../../../src-main/statistics/agreement.ts';
import { fleissKappa } from '../../../src-main/statistics/fleiss-kappa.ts';
import { holm } from '../../../src-main/statistics/holm.ts';
import { mcnemarExact } from '../../../src-main/statistics/mcnemar.ts';
import { expectClose } from './close.ts';

describe('agreement of two readers', () => {
  it('says that κ is not defined where both used one class only, and still gives the others', () => {
    const result = agreement([
      [250, 0],
      [0, 0],
    ]);
    expect(result).toEqual({ n: 250, observed: 1, kappa: null, pabak: 1, ac1: 1 });
  });

  it('shows why AC1 stands beside κ: 98 % agreement on "same" leaves κ low', () => {
    const result = agreement([
      [245, 2],
      [2, 1],
    ]);
    expect(result.observed).toBe(0.984);
    expectClose(result.kappa?.value ?? NaN, 0.32523616734142863);
    expectClose(result.ac1, 0.9836113933593366);
  });

  it('does not change when the readers change places', () => {
    const table = [
      [31, 12],
      [4, 58],
    ];
    const turned = [
      [31, 4],
      [12, 58],
    ];
    expectClose(agreement(table).kappa?.se ?? NaN, agreement(turned).kappa?.se ?? NaN, 1e-14);
  });

  it.each([
    [[[1, 2]], 'The agreement table has 1 rows of 2 columns: give a square one'],
    [[], 'The agreement table has 0 rows of no columns: give a square one'],
    [
      [
        [0, 0],
        [0, 0],
      ],
      'The agreement table is all zeros',
    ],
    [
      [
        [1, 0.5],
        [0, 1],
      ],
      'table[0][1] is 0.5: give a whole number',
    ],
  ])('refuses %j', (table, message) => {
    expect(() => agreement(table)).toThrow(message);
  });
});

describe("Fleiss' κ", () => {
  it('is 1 where all readers agree on every item and not all items are alike', () => {
    const all = fleissKappa([
      [3, 0],
      [0, 3],
    ]);
    expect(all).toEqual({ observed: 1, kappa: 1, randolph: 1 });
  });

  it('is not defined where all answers are of one class', () => {
    const all = fleissKappa([
      [3, 0],
      [3, 0],
    ]);
    expect(all.kappa).toBeNull();
  });

  it('refuses items with different numbers of readers', () => {
    const uneven = [
      [3, 0],
      [2, 0],
    ];
    expect(() => fleissKappa(uneven)).toThrow('counts[1] has 2 classes and 2 readers: give 2 and 3');
  });
});

describe('comparisons', () => {
  it('McNemar looks only at the records that differ and does not care which arm is first', () => {
    expect(mcnemarExact(3, 11)).toBe(mcnemarExact(11, 3));
    expectClose(mcnemarExact(0, 5), 2 * 0.5 ** 5);
    expect(mcnemarExact(0, 0)).toBe(1);
  });

  it('Holm keeps the order given and never lets a larger p end below a smaller one', () => {
    expect(holm([0.04, 0.01, 0.03])).toEqual([0.06, 0.03, 0.06]);
    expect(holm([])).toEqual([]);
  });
});
