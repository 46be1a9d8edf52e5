import { describe, expect, it } from 'vitest';
import { discreteFourier } from '../../../src-main/numeric/fourier.ts';
import { gaussian, generatorFor } from '../../../src-main/numeric/random.ts';

/** The definition. */
function slowFourier(re: Float64Array, im: Float64Array): { re: number[]; im: number[] } {
  const n = re.length;
  const sum = (k: number, of: (t: number, c: number, s: number) => number): number => {
    let total = 0;
    for (let t = 0; t < n; t++) {
      const angle = (-2 * Math.PI * ((k * t) % n)) / n;
      total += of(t, Math.cos(angle), Math.sin(angle));
    }
    return total;
  };
  const places = Array.from({ length: n }, (_, k) => k);
  return {
    re: places.map((k) => sum(k, (t, c, s) => re[t]! * c - im[t]! * s)),
    im: places.map((k) => sum(k, (t, c, s) => re[t]! * s + im[t]! * c)),
  };
}

describe('the discrete Fourier transform', () => {
  it.each([1, 2, 3, 5, 7, 8, 11, 30, 49, 97, 105, 256, 360, 422])('is that of its definition for %i samples', (n) => {
    const random = generatorFor(n);
    const [re, im] = [0, 1].map(() => Float64Array.from({ length: n }, () => gaussian(random)));
    const wanted = slowFourier(re!, im!);
    const found = discreteFourier(re!.slice(), im!.slice());
    for (let k = 0; k < n; k++) {
      expect(Math.abs(found.re[k]! - wanted.re[k]!)).toBeLessThan(1e-11);
      expect(Math.abs(found.im[k]! - wanted.im[k]!)).toBeLessThan(1e-11);
    }
  });

  it('remembers nothing of other lengths that would change an answer', () => {
    const lengths = [360, 97, 256, 422, 105, 30, 8, 3001, 360];
    const transforms = lengths.map((n) => discreteFourier(new Float64Array(n).fill(1), new Float64Array(n)));
    transforms.forEach(({ re }, i) => expect(re[0]).toBeCloseTo(lengths[i]!, 9));
    expect(transforms.at(-1)).toEqual(transforms[0]);
  });
});
