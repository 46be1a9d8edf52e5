/** Of the values of a feature: at most this many, and one for what is missing. */
const MOST_BINS = 255;
/** The bin of what is missing (NaN). */
export const MISSING_BIN = 0;

/**
 * Where the bins of each feature end: value x is in bin 1 + (the number of limits below x). Between neighbouring values where there are few, else at
 * quantiles. `columns[f][i]`: feature f of record i; NaN is missing.
 */
export function binLimits(columns: readonly Float64Array[], most = MOST_BINS): Float64Array[] {
  return columns.map((column) => {
    const values = column.filter((value) => !Number.isNaN(value)).sort();
    const distinct = values.filter((value, i) => i === 0 || value !== values[i - 1]);
    if (distinct.length <= most) return between(distinct);
    const places = Array.from({ length: most - 1 }, (_, k) => ((k + 1) * (values.length - 1)) / most);
    const limits = places.map((place) => {
      const below = Math.floor(place);
      const low = values[below] as number;
      return low + (place - below) * ((values[below + 1] ?? low) - low);
    });
    return Float64Array.from(new Set(limits));
  });
}

/** The bin of each value. */
export function binned(column: Float64Array, limits: Float64Array): Uint8Array {
  return Uint8Array.from(column, (value) => {
    if (Number.isNaN(value)) return MISSING_BIN;
    let [from, to] = [0, limits.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if ((limits[middle] as number) < value) from = middle + 1;
      else to = middle;
    }
    return 1 + from;
  });
}

function between(values: Float64Array): Float64Array {
  return values.subarray(1).map((value, i) => (value + (values[i] as number)) / 2);
}
