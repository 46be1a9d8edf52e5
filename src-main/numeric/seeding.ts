import { xoroshiro128plusFromState } from 'pure-rand/generator/xoroshiro128plus';
import type { RandomGenerator } from './random.ts';

const GOLDEN = 0x9e3779b97f4a7c15n;

/**
 * The generator of a list of whole numbers (a seed, then what it is used for): xoroshiro128+ whose 128-bit state is
 * mixed from all of them, so that lists that differ in one bit give draws that have nothing in common. Whatever is drawn
 * anew is seeded here; `random.ts` says which streams are older. Each number counts in full, to 64 bits.
 */
export function seeded(...parts: readonly number[]): RandomGenerator {
  const state = parts.reduce((mixed, part) => mix(mixed + GOLDEN + mix(BigInt.asUintN(64, BigInt(part)) + GOLDEN)), 0n);
  const [first, second] = [mix(state + GOLDEN), mix(state + 2n * GOLDEN)];
  return xoroshiro128plusFromState([...words(first), ...words(second)]);
}

/** The output function of SplitMix64 (Steele, Lea, Flood 2014): every bit of the result depends on every bit of the sum. */
function mix(sum: bigint): bigint {
  const z = BigInt.asUintN(64, sum);
  const once = multiply(z ^ (z >> 30n), 0xbf58476d1ce4e5b9n);
  const twice = multiply(once ^ (once >> 27n), 0x94d049bb133111ebn);
  return twice ^ (twice >> 31n);
}

const multiply = (a: bigint, b: bigint): bigint => BigInt.asUintN(64, a * b);

const words = (value: bigint): [high: number, low: number] => [
  Number(BigInt.asIntN(32, value >> 32n)),
  Number(BigInt.asIntN(32, value)),
];
