import { binomialTest } from './binomial-test.ts';
import { assertCount } from './counts.ts';

/**
 * Exact two-sided McNemar test of two arms on the same records: `b` records were right only in the first arm, `c` only
 * in the second (McNemar 1947; the exact form is a binomial test of b among b + c at 0.5). 1 where nothing differs.
 * Throws AppError 'bad-input' for impossible counts.
 */
export function mcnemarExact(b: number, c: number): number {
  assertCount('b', b);
  assertCount('c', c);
  return b + c === 0 ? 1 : binomialTest(b, b + c, 0.5).pTwoSided;
}
