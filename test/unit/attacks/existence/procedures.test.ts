import { describe, expect, it } from 'vitest';
import { bandOf, drawInBand, widen } from '../../../../src-main/attacks/existence/band.ts';
import { crossingsOf, drawCrossings, joinAt } from '../../../../src-main/attacks/existence/crossings.ts';
import { drawInBandHan2020, drawSplices } from '../../../../src-main/attacks/existence/han2020.ts';
import type { Neighbourhood } from '../../../../src-main/attacks/existence/neighbourhood.ts';
import { drawNoise } from '../../../../src-main/attacks/existence/noise.ts';
import { averagedKernel } from '../../../../src-main/attacks/smoothing/kernels.ts';
import { generatorFor, uniform } from '../../../../src-main/numeric/random.ts';
import { someSignal } from '../../ml/small-model.ts';

const N = 301;
const MIDDLE = 150;
const kernel = averagedKernel('cross25');
const original = Int16Array.from(someSignal(N, 1));
/** x′ = x + a constant, so that K̄ ⊗ δ is that constant away from the ends. */
function near(change: number, epsilonUnits: number): Neighbourhood {
  return { original, adversarial: original.map((v) => v + change), epsilonUnits, kernel };
}
const meanAndVariance = (values: number[]): [number, number] => {
  const mean = values.reduce((a, b) => a + b) / values.length;
  return [mean, values.reduce((sum, v) => sum + (v - mean) ** 2, 0) / values.length];
};

describe('noise around an example', () => {
  it('has the smoothed δ as its mean, and the variance of smoothed noise and rounding', () => {
    const random = generatorFor(1);
    const signals = Array.from({ length: 2000 }, () => drawNoise(near(20, 1000), 12, random));
    const [mean, variance] = meanAndVariance(signals.map((signal) => signal[MIDDLE]! - original[MIDDLE]!));
    const smoothed = 12 ** 2 * kernel.reduce((sum, w) => sum + w * w, 0);
    expect(mean).toBeCloseTo(20, 0);
    expect(variance / (smoothed + 1 / 12)).toBeGreaterThan(0.9);
    expect(variance / (smoothed + 1 / 12)).toBeLessThan(1.1);
    // At the first sample the kernel reaches half into nothing.
    const [atStart] = meanAndVariance(signals.map((signal) => signal[0]! - original[0]!));
    expect(atStart).toBeCloseTo(20 * kernel.slice(9).reduce((a, b) => a + b), 0);
  });

  it('is held within ±ε of the original', () => {
    const random = generatorFor(2);
    for (let i = 0; i < 20; i++) {
      const delta = drawNoise(near(9, 10), 30, random).map((v, t) => v - original[t]!);
      expect(Math.max(...delta.map(Math.abs))).toBe(10);
    }
  });
});

describe('crossings', () => {
  it('are where one signal goes from below to above the other, and no touch', () => {
    const a = Int16Array.of(0, 0, 5, 5, 5, 2, 2, 0, 0, 9);
    const b = Int16Array.of(1, 1, 1, 5, 3, 2, 2, 4, 0, 8);
    // below, below | above, equal, above, equal, equal | below, equal | above
    expect(crossingsOf(a, b)).toEqual([2, 7, 9]);
    expect(crossingsOf(b, a)).toEqual([2, 7, 9]);
    expect(crossingsOf(a, a)).toEqual([]);
    expect(crossingsOf(Int16Array.of(0, 0, 1), Int16Array.of(0, 0, 0))).toEqual([]);
  });

  it('join the left part of one with the right part of the other', () => {
    expect(Array.from(joinAt(Int16Array.of(1, 2, 3, 4), Int16Array.of(5, 6, 7, 8), 1))).toEqual([1, 6, 7, 8]);
  });

  it('come both ways from two of the given, each new one different from all of them', () => {
    const random = generatorFor(3);
    const given = Array.from({ length: 5 }, () => drawNoise(near(3, 10), 8, random));
    const texts = given.map((signal) => signal.join());
    const drawn: Int16Array[] = [];
    for (const signal of drawCrossings(given, random)) if (drawn.push(signal) === 200) break;
    for (let i = 0; i < 200; i += 2) {
      const [ab, ba] = [drawn[i]!, drawn[i + 1]!];
      expect(texts).not.toContain(ab.join());
      expect(texts).not.toContain(ba.join());
      // Sample by sample the two together are the two that they were made from.
      const parents = given.flatMap((a) => given.map((b) => [a, b] as const));
      const made = parents.some(([a, b]) => {
        const t = ab.findIndex((v, k) => v !== a[k]);
        return t > 0 && joinAt(a, b, t).join() === ab.join() && joinAt(b, a, t).join() === ba.join();
      });
      expect(made).toBe(true);
    }
  });

  it('are none between signals that never cross, nor of one signal', () => {
    const apart = [0, 1, 2].map((change) => original.map((v) => v + change));
    expect([...drawCrossings(apart, generatorFor(4))]).toEqual([]);
    expect([...drawCrossings(apart.slice(1, 2), generatorFor(4))]).toEqual([]);
  });
});

describe('the band', () => {
  const random = generatorFor(5);
  const signals = Array.from({ length: 30 }, () => drawNoise(near(4, 10), 8, random));
  const band = bandOf(signals[0]!);
  signals.forEach((signal) => widen(band, signal));

  it('is the smallest and largest value at each sample', () => {
    for (const t of [0, 77, N - 1]) {
      expect(band.low[t]).toBe(Math.min(...signals.map((signal) => signal[t]!)));
      expect(band.high[t]).toBe(Math.max(...signals.map((signal) => signal[t]!)));
    }
  });

  it('gives signals around its smoothed middle, within ±ε', () => {
    const drawn = Array.from({ length: 800 }, () => drawInBand(near(4, 10), band, random));
    const middle = Float64Array.from(band.low, (low, t) => (low + band.high[t]!) / 2 - original[t]!);
    const smoothed = kernel.reduce((sum, w, k) => sum + w * middle[MIDDLE + k - 9]!, 0);
    const [mean] = meanAndVariance(drawn.map((signal) => signal[MIDDLE]! - original[MIDDLE]!));
    expect(Math.abs(mean - smoothed)).toBeLessThan(0.2);
    for (const signal of drawn) expect(signal.every((v, t) => Math.abs(v - original[t]!) <= 10)).toBe(true);
  });

  it('of the public script keeps to the band and is less smooth', () => {
    const roughness = (draw: typeof drawInBand): number => {
      const delta = Array.from(draw(near(4, 10), band, generatorFor(6)), (v, t) => v - original[t]!);
      return meanAndVariance(delta.slice(1).map((v, t) => v - delta[t]!))[1];
    };
    const signal = drawInBandHan2020(near(4, 10), band, random);
    expect(signal.every((v, t) => v >= band.low[t]! && v <= band.high[t]!)).toBe(true);
    expect(roughness(drawInBandHan2020)).toBeGreaterThan(2 * roughness(drawInBand));
  });
});

describe("the public script's concatenation", () => {
  const take = (signals: Int16Array[], count: number, seed = 7) => {
    const drawn: { signal: Int16Array; unaltered: boolean }[] = [];
    for (const splice of drawSplices(signals, generatorFor(seed))) if (drawn.push(splice) === count) break;
    return drawn;
  };
  const some = (n: number): Int16Array[] => {
    const random = generatorFor(8);
    return [1, 2, 3].map(() => Int16Array.from({ length: n }, () => Math.floor(4 * uniform(random))));
  };

  it('is mostly one of the two as it was, since the padding is spliced', () => {
    const signals = some(9000);
    const drawn = take(signals, 100);
    expect(drawn.every(({ unaltered }) => unaltered)).toBe(true);
    const texts = signals.map((signal) => signal.join());
    for (const { signal } of drawn) expect(texts).toContain(signal.join());
  });

  it('mixes two only in records that are nearly without padding', () => {
    const signals = some(18_000);
    const drawn = take(signals, 40);
    expect(drawn.filter(({ unaltered }) => unaltered).length).toBeLessThan(5);
    expect(drawn.filter(({ signal }) => signals.some((one) => one.join() === signal.join())).length).toBeLessThan(5);
  });

  it('is nothing where no two have a value in common', () => {
    expect([...drawSplices([original, original.map((v) => v + 1)], generatorFor(1))]).toEqual([]);
    expect([...drawSplices([original], generatorFor(1))]).toEqual([]);
  });
});
