import type { Interval } from '../../src-shared/interval.ts';
import { wilson } from './wilson.ts';

/**
 * Newcombe's hybrid score interval of k1/n1 − k2/n2, two independent proportions, without continuity correction
 * (Statistics in Medicine 17, 1998, method 10). Throws AppError 'bad-input' for impossible counts or level.
 */
export function newcombeDifference(k1: number, n1: number, k2: number, n2: number, level = 0.95): Interval {
  const [low1, high1] = wilson(k1, n1, level);
  const [low2, high2] = wilson(k2, n2, level);
  const p1 = k1 / n1;
  const p2 = k2 / n2;
  return [p1 - p2 - Math.hypot(p1 - low1, high2 - p2), p1 - p2 + Math.hypot(high1 - p1, p2 - low2)];
}
