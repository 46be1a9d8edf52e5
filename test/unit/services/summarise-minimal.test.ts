import { describe, expect, it } from 'vitest';
import { mediansOf } from '../../../src-main/statistics/summaries/summarise-minimal.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';

const records = (label: ClassIndex, ...least: (number | null)[]) =>
  least.map((leastUv, i) => ({ record: `r${label}${i}`, label, leastUv }));

describe('the medians', () => {
  it('are the smallest ε that fools half, of all records and of each class', () => {
    const medians = mediansOf([...records(0, 1, 2, 30, 40), ...records(1, 7, 9, null), ...records(2, 5)], 4);
    expect(medians.map(({ medianUv }) => medianUv)).toEqual([7, 2, 9, 5, null]);
    expect(medians.map(({ records: count }) => count)).toEqual([8, 4, 3, 1, 0]);
    expect(medians.map((median) => median.class)).toEqual([null, 0, 1, 2, 3]);
  });

  it('are unknown where more than half stand, and so is the end of the interval beyond the largest ε', () => {
    const [all] = mediansOf(records(0, 4, null, null), 4);
    expect(all?.medianUv).toBeNull();
    expect(all?.interval).toEqual([4, null]);
  });

  it('have intervals as wide as the records differ', () => {
    const spread = records(0, ...Array.from({ length: 100 }, (_, i) => i + 1));
    const [all] = mediansOf(spread, 4);
    expect(all?.medianUv).toBe(50);
    // 50 ± 1.96·√100/2 in ranks.
    expect(Math.abs((all?.interval[0] ?? NaN) - 40)).toBeLessThanOrEqual(2);
    expect(Math.abs((all?.interval[1] ?? NaN) - 60)).toBeLessThanOrEqual(2);
    expect(mediansOf(records(1, 6, 6, 6), 4)[0]?.interval).toEqual([6, 6]);
    expect(mediansOf(records(1, 6), 4)[0]?.interval).toEqual([null, null]);
  });
});
