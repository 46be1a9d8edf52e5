import type { ValidRange } from '../objective/batch.ts';

/**
 * x′ as it can be stored: whole ADC units within int16, at most ⌊ε⌋ units from x after rounding, x itself outside
 * the valid samples. Only this signal is judged, shown or exported.
 */
export function quantise(
  original: Int16Array,
  adversarial: ArrayLike<number>,
  epsilonUnits: number,
  valid: ValidRange = { start: 0, end: original.length },
): Int16Array {
  const bound = Math.floor(epsilonUnits);
  return original.map((x, i) => {
    if (i < valid.start || i >= valid.end) return x;
    const delta = Math.round(adversarial[i]! - x);
    return clamp(x + clamp(delta, -bound, bound), -32768, 32767);
  });
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(high, Math.max(low, value));
}
