import { describe, expect, it } from 'vitest';
import { summarisePerturbations } from '../../../src-main/statistics/summaries/summarise-perturbations.ts';
import { visibilityBudget } from '../../../src-shared/study/visibility-budget.ts';

const pair = (arm: string, linfUv: number) => ({ task: 'which', arm, linfUv });
const DISPLAY = { pxPerMm: 4, devicePixelRatio: 1, gainMmPerMv: 10 };

describe('the visibility budget', () => {
  it('has least, median and most of each arm', () => {
    expect(summarisePerturbations([pair('SAP', 10), pair('PGD', 8), pair('SAP', 30), pair('SAP', 14)])).toEqual([
      { task: 'which', arm: 'SAP', pairs: 3, uv: { min: 10, median: 14, max: 30 } },
      { task: 'which', arm: 'PGD', pairs: 1, uv: { min: 8, median: 8, max: 8 } },
    ]);
    expect(summarisePerturbations([])).toEqual([]);
  });

  it('says what they are in millimetres of paper and in device pixels', () => {
    const [row] = visibilityBudget(summarisePerturbations([pair('SAP', 10), pair('SAP', 50)]), DISPLAY);
    expect(row?.mm).toEqual({ min: 0.1, median: 0.3, max: 0.5 });
    expect(row?.devicePx.min).toBeCloseTo(0.4, 12);
    expect(row?.devicePx.max).toBeCloseTo(2, 12);
  });

  it.each([
    [[10, 20, 24.9], 1, 'none'],
    [[10, 20, 26], 1, 'few'],
    [[10, 26, 26], 1, 'some'],
    [[25, 26, 26], 1, 'all'],
    [[13, 20, 24.9], 2, 'all'],
  ] as const)('warns where %s µV stay under one pixel at ratio %s: %s', (uv, devicePixelRatio, visible) => {
    const sizes = summarisePerturbations(uv.map((each) => pair('SAP', each)));
    expect(visibilityBudget(sizes, { ...DISPLAY, devicePixelRatio })[0]?.visible).toBe(visible);
  });
});
