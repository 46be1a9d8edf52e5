import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

export type { RandomGenerator };

/** A generator for one purpose: the same numbers for the same seed and the same place (epoch, purpose …). */
export function generatorFor(seed: number, ...place: number[]): RandomGenerator {
  let mixed = seed | 0;
  for (const part of place) mixed = Math.imul(mixed ^ (part + 0x9e3779b9), 0x85ebca6b) ^ (mixed >>> 13);
  const generator = xoroshiro128plus(mixed);
  // Seeds that lie close together start alike.
  for (let i = 0; i < 16; i += 1) generator.next();
  return generator;
}

/** Uniform in [0, 1), 32 bits. */
export function uniform(random: RandomGenerator): number {
  return (random.next() + 0x80000000) / 0x100000000;
}

/** Uniform in [low, high). */
export function between(random: RandomGenerator, low: number, high: number): number {
  return low + (high - low) * uniform(random);
}

/** A standard normal number (Box-Muller). */
export function gaussian(random: RandomGenerator): number {
  const radius = Math.sqrt(-2 * Math.log(1 - uniform(random)));
  return radius * Math.cos(2 * Math.PI * uniform(random));
}

/** Fisher-Yates, in place. */
export function shuffle<T>(items: T[], random: RandomGenerator): T[] {
  for (let i = items.length - 1; i > 0; i -= 1) {
    const j = Math.floor(uniform(random) * (i + 1));
    [items[i], items[j]] = [items[j] as T, items[i] as T];
  }
  return items;
}
