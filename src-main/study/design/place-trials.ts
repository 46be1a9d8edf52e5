import { integer, shuffled, type RandomGenerator } from '../../numeric/random.ts';

/**
 * Puts repeats among the trials of a block: of trials of its first half, drawn without replacement, each at a place of
 * its own choice after as many others as half of the trials. Draws: the shuffle of the first half; then, for the first
 * `count` of it in the order of the block, the place of the repeat.
 */
export function withRepeats<T>(
  trials: readonly T[],
  count: number,
  random: RandomGenerator,
  repeatOf: (trial: T) => T,
): T[] {
  const block = [...trials];
  if (count === 0) return block;
  const firstHalf = Array.from({ length: Math.ceil(trials.length / 2) }, (_, index) => index);
  const repeated = shuffled(firstHalf, random)
    .slice(0, count)
    .sort((a, b) => a - b);
  const apart = Math.floor(trials.length / 2);
  for (const index of repeated) {
    // What is inserted lies beyond the first half, so that no original moves.
    const at = integer(random, index + apart + 1, block.length);
    block.splice(at, 0, repeatOf(trials[index] as T));
  }
  return block;
}

/**
 * An order in which trials of one record are far apart: what all records show first comes before what any shows second, and so on,
 * and a record of the first half of one pass is in the first half of the next. So about half as many trials as there are records
 * lie between two of one. Draws: for each record, in the order in which they come, the shuffle of its trials; the shuffle of
 * the records; for each further pass those of its halves.
 */
export function recordsApart<T>(trials: readonly T[], recordOf: (trial: T) => string, random: RandomGenerator): T[] {
  const groups = [...Map.groupBy(trials, recordOf).values()].map((group) => shuffled(group, random));
  const records = shuffled(groups, random);
  const half = Math.ceil(records.length / 2);
  const passes = Math.max(0, ...records.map(({ length }) => length));
  return Array.from({ length: passes }, (_, pass) => {
    const order =
      pass === 0 ? records : [...shuffled(records.slice(0, half), random), ...shuffled(records.slice(half), random)];
    return order.flatMap((group) => group[pass] ?? []);
  }).flat();
}

/** Puts each of these at a place of its own choice, one after the other. */
export function withCatchTrials<T>(trials: readonly T[], added: readonly T[], random: RandomGenerator): T[] {
  const block = [...trials];
  for (const trial of added) block.splice(integer(random, 0, block.length), 0, trial);
  return block;
}
