import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';

/** A seeded source of random numbers. */
export interface Random {
  /** Uniform in [low, high). */
  uniform(low: number, high: number): number;
  /** Whole number in [low, high], both included. */
  integer(low: number, high: number): number;
  /** Normal distribution with mean 0 and standard deviation 1. */
  normal(): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  /** The items in random order; the given array stays as it is. */
  shuffled<T>(items: readonly T[]): T[];
}

/** A source of random numbers that depends on nothing but the seed and the stream number (both whole numbers). */
export function createRandom(seed: number, stream = 0): Random {
  // Multiplications by large odd numbers keep the streams of neighbouring seeds apart; seeds over 32 bits count in full.
  const high = Math.floor(seed / 2 ** 32) | 0;
  const mixed = Math.imul(seed | 0, 0x9e3779b1) ^ Math.imul(high, 0xc2b2ae35) ^ Math.imul((stream + 1) | 0, 0x85ebca6b);
  const generator = xoroshiro128plus(mixed);
  // The first values of xoroshiro128+ still resemble its seed.
  for (let i = 0; i < 16; i++) generator.next();
  let spare: number | undefined;
  const random: Random = {
    uniform: (low, high) => low + (high - low) * uniformFloat64(generator),
    integer: (low, high) => uniformInt(generator, low, high),
    normal: () => {
      if (spare !== undefined) {
        const value = spare;
        spare = undefined;
        return value;
      }
      const radius = Math.sqrt(-2 * Math.log(1 - uniformFloat64(generator)));
      const angle = 2 * Math.PI * uniformFloat64(generator);
      spare = radius * Math.sin(angle);
      return radius * Math.cos(angle);
    },
    chance: (probability) => uniformFloat64(generator) < probability,
    shuffled: (items) => {
      const out = [...items];
      for (let i = out.length - 1; i > 0; i--) {
        const j = uniformInt(generator, 0, i);
        [out[i], out[j]] = [out[j] as (typeof out)[number], out[i] as (typeof out)[number]];
      }
      return out;
    },
  };
  return random;
}
