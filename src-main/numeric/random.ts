import { uniformFloat64 } from 'pure-rand/distribution/uniformFloat64';
import { uniformInt } from 'pure-rand/distribution/uniformInt';
import { xoroshiro128plus } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from 'pure-rand/types/RandomGenerator';

export type { RandomGenerator };

// All random draws come from xoroshiro128+. What is new is seeded by `seeded` (seeding.ts). The two ways below are
// older and stay for what they are used for, so that stored models, examples and simulated records keep their bytes; with
// a path or stream they keep neighbouring seeds apart too.

/**
 * A generator for one purpose: the same numbers for the same seed and the same path (epoch, purpose …). Without a path
 * neighbouring seeds resemble each other.
 */
export function generatorFor(seed: number, ...path: number[]): RandomGenerator {
  let mixed = seed | 0;
  for (const part of path) mixed = Math.imul(mixed ^ (part + 0x9e3779b9), 0x85ebca6b) ^ (mixed >>> 13);
  return settled(mixed);
}

/** The generator of a numbered stream of a seed, both whole numbers; seeds over 32 bits count in full. */
export function streamGenerator(seed: number, stream: number): RandomGenerator {
  // Multiplications by large odd numbers keep the streams of neighbouring seeds apart.
  const high = Math.floor(seed / 2 ** 32) | 0;
  return settled(
    Math.imul(seed | 0, 0x9e3779b1) ^ Math.imul(high, 0xc2b2ae35) ^ Math.imul((stream + 1) | 0, 0x85ebca6b),
  );
}

/** Skips the first numbers, which still resemble the seed. */
function settled(seed: number): RandomGenerator {
  const generator = xoroshiro128plus(seed);
  for (let i = 0; i < 16; i += 1) generator.next();
  return generator;
}

/** Uniform in [0, 1), 32 bits: one draw, for signals and weights. */
export function uniform(random: RandomGenerator): number {
  return (random.next() + 0x80000000) / 0x100000000;
}

/** Uniform in [0, 1), 53 bits: two draws. */
export function uniform53(random: RandomGenerator): number {
  return uniformFloat64(random);
}

/** Uniform in [low, high), 32 bits. */
export function between(random: RandomGenerator, low: number, high: number): number {
  return low + (high - low) * uniform(random);
}

/** A whole number from 0 to n − 1, by one draw; for large n some come more often, by n parts in 2³². */
export function below(random: RandomGenerator, n: number): number {
  return Math.floor(uniform(random) * n);
}

/** A whole number from low to high, both included, each as often as any other. */
export function integer(random: RandomGenerator, low: number, high: number): number {
  return uniformInt(random, low, high);
}

/** A standard normal number. */
export function gaussian(random: RandomGenerator): number {
  const { radius, angle } = boxMuller(() => uniform(random), 1);
  return radius * Math.cos(angle);
}

/** Two independent normal numbers of mean 0, from two that `draw` gives, uniform in [0, 1). */
export function gaussianPair(draw: () => number, deviation = 1): [number, number] {
  const { radius, angle } = boxMuller(draw, deviation);
  return [radius * Math.cos(angle), radius * Math.sin(angle)];
}

/** Box and Muller 1958: a point of the normal distribution in the plane, from two uniform numbers. */
function boxMuller(draw: () => number, deviation: number): { radius: number; angle: number } {
  const radius = deviation * Math.sqrt(-2 * Math.log(1 - draw()));
  return { radius, angle: 2 * Math.PI * draw() };
}

/** A shuffled copy (Fisher-Yates, from the last item to the second); `indexBelow` draws a whole number below n. */
export function shuffled<T>(
  items: readonly T[],
  random: RandomGenerator,
  indexBelow: (random: RandomGenerator, n: number) => number = evenlyBelow,
): T[] {
  const result = [...items];
  for (let i = result.length - 1; i > 0; i -= 1) {
    const j = indexBelow(random, i + 1);
    [result[i], result[j]] = [result[j] as T, result[i] as T];
  }
  return result;
}

const evenlyBelow = (random: RandomGenerator, n: number): number => integer(random, 0, n - 1);
