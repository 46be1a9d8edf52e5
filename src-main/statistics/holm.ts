import { assertProbability } from './counts.ts';

/**
 * Holm's step-down adjustment of a family of p values, in the order given (Scand. J. Statist. 6, 1979).
 * Throws AppError 'bad-input' for a p outside [0, 1].
 */
export function holm(pValues: readonly number[]): number[] {
  pValues.forEach((p, i) => assertProbability(`p[${i}]`, p));
  const ascending = pValues.map((p, index) => ({ p, index })).sort((a, b) => a.p - b.p);
  const adjusted = new Array<number>(pValues.length);
  let largest = 0;
  ascending.forEach(({ p, index }, rank) => {
    largest = Math.max(largest, Math.min(1, (pValues.length - rank) * p));
    adjusted[index] = largest;
  });
  return adjusted;
}
