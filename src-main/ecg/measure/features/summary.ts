import { mean, variance } from '../../../numeric/sums.ts';

/** The value below which a share of the numbers lies, with linear interpolation; NaN of none. */
export function quantile(sorted: ArrayLike<number>, share: number): number {
  if (sorted.length === 0) return NaN;
  const at = share * (sorted.length - 1);
  const below = Math.floor(at);
  const low = sorted[below] as number;
  return low + (at - below) * ((sorted[below + 1] ?? low) - low);
}

export const sortedOf = (values: ArrayLike<number>): Float64Array => Float64Array.from(values).sort();
export const medianOf = (values: ArrayLike<number>): number => quantile(sortedOf(values), 0.5);

/** Standard deviation; NaN of none. */
export const spread = (values: ArrayLike<number>): number => (values.length === 0 ? NaN : Math.sqrt(variance(values)));

/** Third and fourth standardised moments; NaN where all are equal. */
export function shape(values: ArrayLike<number>): { skewness: number; kurtosis: number } {
  const [middle, deviation] = [mean(values) ?? NaN, spread(values)];
  let [third, fourth] = [0, 0];
  for (let i = 0; i < values.length; i += 1) {
    const z = ((values[i] as number) - middle) / deviation;
    third += z ** 3;
    fourth += z ** 4;
  }
  return { skewness: finite(third / values.length), kurtosis: finite(fourth / values.length) };
}

export const shareOf = <T>(items: readonly T[], test: (item: T, index: number) => boolean): number =>
  items.length === 0 ? NaN : items.filter(test).length / items.length;

export const finite = (value: number): number => (Number.isFinite(value) ? value : NaN);
