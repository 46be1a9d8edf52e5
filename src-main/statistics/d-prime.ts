import { assertCounts } from './counts.ts';
import { normalDensity, normalQuantile } from './normal.ts';

export interface DPrime {
  dPrime: number;
  /** Standard error by the delta method. */
  se: number;
}

/**
 * d′ of two-alternative forced choice, √2·Φ⁻¹(k/n), k right of n (Macmillan and Creelman, Detection Theory, ch. 7).
 * With none or all right it would be infinite: there the proportion is (k + 0.5)/(n + 1).
 * Throws AppError 'bad-input' for impossible counts.
 */
export function dPrime2afc(k: number, n: number): DPrime {
  assertCounts(k, n);
  const p = finiteProportion(k, n);
  const z = normalQuantile(p);
  return { dPrime: Math.SQRT2 * z, se: (Math.SQRT2 * Math.sqrt((p * (1 - p)) / n)) / normalDensity(z) };
}

/** k/n, moved off 0 and 1 as (k + 0.5)/(n + 1) so that Φ⁻¹ of it is finite. */
export function finiteProportion(k: number, n: number): number {
  return k === 0 || k === n ? (k + 0.5) / (n + 1) : k / n;
}
