import { expect } from 'vitest';

/** Expects `actual` within a relative distance of `expected` (absolute where 0 is expected). */
export function expectClose(actual: number, expected: number, relative = 1e-11): void {
  const distance = Math.abs(actual - expected) / (expected === 0 ? 1 : Math.abs(expected));
  expect(distance, `${actual} should be ${expected}`).toBeLessThanOrEqual(relative);
}
