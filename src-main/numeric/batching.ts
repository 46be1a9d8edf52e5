/**
 * How many samples go through a model at once: 32 records of 30 s at 300 Hz, enough to keep it busy. Twice as many save
 * a tenth of the time, but an attack then needs 1.6 GB instead of 1.
 */
const SAMPLES_AT_ONCE = 32 * 9000;

/** How many signals of this many samples go through a model at once, at least one. */
export function signalsAtOnce(samples: number): number {
  return Math.max(1, Math.floor(SAMPLES_AT_ONCE / samples));
}

/**
 * Indices of `lengths`, grouped by equal length, the shortest first, and cut into batches that fit into memory, which
 * `rowsAtOnce` may make smaller still. Batched by length nothing is padded; padding costs time and changes a model's
 * output.
 */
export function batchesByLength(
  lengths: readonly number[],
  rowsAtOnce: (samples: number) => number = () => Infinity,
): number[][] {
  const groups = Map.groupBy(lengths.keys(), (index) => lengths[index] as number);
  return [...groups]
    .sort(([a], [b]) => a - b)
    .flatMap(([length, indices]) => chunksOf(indices, Math.min(signalsAtOnce(length), rowsAtOnce(length))));
}

/** The items, in order, in arrays of at most `size` (at least 1). */
export function chunksOf<T>(items: readonly T[], size: number): T[][] {
  const atOnce = Math.max(1, Math.min(size, items.length));
  return Array.from({ length: Math.ceil(items.length / atOnce) }, (_, i) => items.slice(i * atOnce, (i + 1) * atOnce));
}
