import { gaussianPair, integer, shuffled, streamGenerator, uniform53 } from './random.ts';

/** A seeded source of random numbers, as the simulator of records draws them. */
export interface Random {
  /** Uniform in [low, high). */
  uniform(low: number, high: number): number;
  /** Whole number in [low, high], both included. */
  integer(low: number, high: number): number;
  /** Normal distribution with mean 0 and standard deviation 1. */
  normal(): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** The items in random order; the given array is not changed. */
  shuffled<T>(items: readonly T[]): T[];
}

/** A source of random numbers that depends on nothing but the seed and the stream number (both whole numbers). */
export function createRandom(seed: number, stream = 0): Random {
  const generator = streamGenerator(seed, stream);
  const uniform = (): number => uniform53(generator);
  /** The second of the last pair, until it is used. */
  let spare: number | undefined;
  return {
    uniform: (low, high) => low + (high - low) * uniform(),
    integer: (low, high) => integer(generator, low, high),
    normal: () => {
      const [value, next] = spare === undefined ? gaussianPair(uniform) : [spare, undefined];
      spare = next;
      return value;
    },
    chance: (probability) => uniform() < probability,
    shuffled: (items) => shuffled(items, generator),
  };
}
