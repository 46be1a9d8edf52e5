import type { AttackNorm } from '../../../src-shared/attacks/fields.ts';
import type { ValidRange } from './batch.ts';

/** How far x′ may be from x, ADC units, and in which norm; each sample if left out. */
export interface Budget {
  epsilonUnits: number;
  norm?: AttackNorm | undefined;
}

/** Halvings of the interval of scales: finer than any sample could show. */
const HALVINGS = 30;

/**
 * x′ as it can be stored: whole ADC units within int16, within the budget after rounding (at most ⌊ε⌋ units in each sample; in
 * L2, δ is scaled down until its rounding is at most ε long), x itself outside the valid samples. Only this signal is judged,
 * shown or exported.
 */
export function quantise(
  original: Int16Array,
  adversarial: ArrayLike<number>,
  { epsilonUnits, norm }: Budget,
  valid: ValidRange = { start: 0, end: original.length },
): Int16Array {
  const bound = Math.floor(epsilonUnits);
  const scaled = (scale: number): Int16Array =>
    original.map((x, i) => {
      if (i < valid.start || i >= valid.end) return x;
      const delta = Math.round(scale * (adversarial[i]! - x));
      return clamp(x + clamp(delta, -bound, bound), -32768, 32767);
    });
  const whole = scaled(1);
  if (norm !== 'l2' || lengthOf(whole, original) <= epsilonUnits) return whole;
  let [low, high] = [0, 1];
  for (let i = 0; i < HALVINGS; i++) {
    const middle = (low + high) / 2;
    if (lengthOf(scaled(middle), original) <= epsilonUnits) low = middle;
    else high = middle;
  }
  return scaled(low);
}

function lengthOf(adversarial: Int16Array, original: Int16Array): number {
  return Math.sqrt(original.reduce((sum, x, i) => sum + (adversarial[i]! - x) ** 2, 0));
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
