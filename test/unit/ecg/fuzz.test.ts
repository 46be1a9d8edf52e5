import { describe, expect, it } from 'vitest';
import { FUZZ_FILES } from '../../helpers/fuzz/fuzz-files.ts';
import { mutated, randomNumbers } from '../../helpers/fuzz/mutate.ts';
import { readMutated } from '../../helpers/fuzz/read-mutated.ts';

/** A few of the ten thousand that `npm run bench:fuzz` reads of each. */
const INPUTS = 40;

describe('a damaged file', () => {
  it.each(Object.entries(FUZZ_FILES))('of %s gives a right answer or says what is wrong', (_, make) => {
    const files = make();
    let told = 0;
    for (let seed = 0; seed < INPUTS; seed++) {
      const { read, refused } = readMutated(files, seed);
      told += read + refused;
    }
    // Otherwise nothing took the files at all.
    expect(told).toBeGreaterThan(INPUTS / 2);
  });

  it('is the same for the same seed, and differs from the whole one', () => {
    const whole = Buffer.from('r 1 300 10\nr.dat 16 200\n');
    const all = Array.from({ length: 20 }, (_, seed) => mutated(whole, randomNumbers(seed)).toString('latin1'));
    expect(all).toEqual(all.map((_, seed) => mutated(whole, randomNumbers(seed)).toString('latin1')));
    expect(new Set(all).size).toBeGreaterThan(10);
  });
});
