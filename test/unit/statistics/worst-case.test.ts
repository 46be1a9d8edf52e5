import { describe, expect, it } from 'vitest';
import { worstCases, type Trial } from '../../../src-main/statistics/summaries/worst-case.ts';

const at =
  (...budgets: number[]) =>
  (uv: number): boolean =>
    budgets.includes(uv);
const right = (record: string, brokenAtUv: number | null = null): Trial['records'][number] => ({
  record,
  isCorrect: true,
  brokenAtUv,
});
const wrong = (record: string): Trial['records'][number] => ({ record, isCorrect: false, brokenAtUv: null });

describe('the worst case', () => {
  it('is per record over all attacks, and a smaller perturbation counts at larger budgets', () => {
    const trials: Trial[] = [
      { attack: 'A', judges: at(5, 10), records: [right('a', 5), right('b'), right('c'), wrong('d')] },
      { attack: 'B', judges: at(10), records: [right('a'), right('b', 9), right('c'), wrong('d')] },
    ];
    const [one, five, ten] = worstCases(trials, [1, 5, 10]);
    expect(one).toBeNull();
    expect(five).toMatchObject({ correct: 3, robust: { count: 2, of: 4 }, attacks: ['A'] });
    expect(ten).toMatchObject({ correct: 3, robust: { count: 1, of: 4 }, attacks: ['A', 'B'] });
  });

  it('counts the records that were judged at the budget, however they fared at another', () => {
    const trials: Trial[] = [
      // Many records at a small budget, some of which fall; few at a large one.
      { attack: 'A', judges: at(1), records: [right('a', 1), right('b', 1), right('c')] },
      { attack: 'A', judges: at(10), records: [right('c')] },
    ];
    expect(worstCases(trials, [10])).toMatchObject([{ robust: { count: 1, of: 1 } }]);
  });

  it('takes what an attack of another norm made at its own size, and never counts it as a judge', () => {
    const trials: Trial[] = [
      { attack: 'L2', judges: () => false, records: [right('a', 3)] },
      { attack: 'A', judges: at(2, 5), records: [right('a')] },
    ];
    expect(worstCases(trials, [2, 5])).toMatchObject([
      { robust: { count: 1, of: 1 }, attacks: ['A'] },
      { robust: { count: 0, of: 1 }, attacks: ['A'] },
    ]);
  });
});
