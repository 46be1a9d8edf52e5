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

/** Puts each of these at a place of its own choice, one after the other. */
export function withCatchTrials<T>(trials: readonly T[], added: readonly T[], random: RandomGenerator): T[] {
  const block = [...trials];
  for (const trial of added) block.splice(integer(random, 0, block.length), 0, trial);
  return block;
}
