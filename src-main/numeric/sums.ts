/** Σ v, from the first value to the last; 0 for no values. */
export function sum(values: ArrayLike<number>): number {
  return sumOf(values, (value) => value);
}

/** Σ v². */
export function sumOfSquares(values: ArrayLike<number>): number {
  return sumOf(values, (value) => value * value);
}

/** Σ of what each item counts, in their order. */
export function sumOf<T>(items: ArrayLike<T>, count: (item: T, index: number) => number): number {
  let total = 0;
  for (let i = 0; i < items.length; i += 1) total += count(items[i] as T, i);
  return total;
}

/** The arithmetic mean; null for no values. */
export function mean(values: ArrayLike<number>): number | null {
  return values.length === 0 ? null : sum(values) / values.length;
}

/** Σ(v − mean)²/n, about the mean and divided by n; 0 for no values. */
export function variance(values: ArrayLike<number>): number {
  const middle = mean(values);
  if (middle === null) return 0;
  return sumOf(values, (value) => (value - middle) * (value - middle)) / values.length;
}
