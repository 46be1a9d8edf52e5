import { describe, expect, it } from 'vitest';
import {
  explore,
  type Classify,
  type Exploration,
  type ExploreOptions,
} from '../../../../src-main/attacks/existence/explore.ts';
import type { Neighbourhood } from '../../../../src-main/attacks/existence/neighbourhood.ts';
import { averagedKernel } from '../../../../src-main/attacks/smoothing/kernels.ts';
import type { ClassIndex } from '../../../../src-shared/ecg.ts';
import { someSignal } from '../../ml/small-model.ts';

const N = 400;
const original = Int16Array.from(someSignal(N, 1));
const kernel = averagedKernel('cross25');
/** A direction that the smoothing hardly changes, of so many frequencies that random ones are far from it: a slow chirp. */
const direction = Float64Array.from({ length: N }, (_, t) => 8 * Math.sin(Math.PI * t * (0.002 + 0.00008 * t)));
const near: Neighbourhood = {
  original,
  adversarial: original.map((v, t) => v + direction[t]!),
  epsilonUnits: 10,
  kernel,
};
/** How far x″ goes along the direction: 0 at x, about 1 at x′. */
const along = (signal: Int16Array): number => {
  const size = direction.reduce((sum, v) => sum + v * v, 0);
  return direction.reduce((sum, v, t) => sum + v * (signal[t]! - original[t]!), 0) / size;
};
/** Class 2 from `from` on, class 0 before. */
const classifier =
  (from: number): Classify =>
  (signals) =>
    Promise.resolve(signals.map((signal) => (along(signal) >= from ? 2 : 0)));

const classes = { label: 0 as ClassIndex, adversarialClass: 2 as ClassIndex };
const options: ExploreOptions = { draws: 60, sigmaUnits: 5, han2020: true, seed: 1 };

describe('exploring around an example', () => {
  it('finds all new signals and none of the random ones where the model needs the direction', async () => {
    const { noise, crossings, band, han2020, span } = await explore(classifier(0.6), near, classes, options);
    for (const counts of [noise, crossings, band, han2020!.crossings, han2020!.band])
      expect(counts).toMatchObject({ made: 60, kept: 60, controlKept: 0 });
    expect(han2020!.crossings.unaltered).toBe(60);
    expect(along(span!.low)).toBeGreaterThan(0.5);
    expect(span!.high.every((v, t) => v >= span!.low[t]!)).toBe(true);
  });

  it('counts those that keep the class, where only some do', async () => {
    const { noise } = await explore(classifier(0.96), near, classes, { ...options, han2020: false, draws: 100 });
    expect(noise.kept).toBeGreaterThan(10);
    expect(noise.kept).toBeLessThan(90);
  });

  it('counts random directions as well where the model changes its class for anything', async () => {
    const nervous: Classify = (signals) => Promise.resolve(signals.map((s) => (s.join() === original.join() ? 0 : 2)));
    const { noise, band } = await explore(nervous, near, classes, options);
    expect(noise).toEqual({ made: 60, kept: 60, controlKept: 60 });
    expect(band).toEqual({ made: 60, kept: 60, controlKept: 60 });
  });

  it("counts only the adversarial class, and the script's way every class but the label", async () => {
    // Class 2 for what the noise gives first, so that there is a band; afterwards class 3, wrong but another one.
    let asked = 0;
    const turning: Classify = (signals) => Promise.resolve(signals.map(() => (asked++ < 60 ? 2 : 3)));
    const { noise, crossings, band, han2020 } = await explore(turning, near, classes, options);
    expect([noise.kept, crossings.kept, band.kept]).toEqual([60, 0, 0]);
    expect([han2020!.crossings.kept, han2020!.band.kept]).toEqual([60, 60]);
  });

  it('makes no crossings and no band where the noise keeps nothing', async () => {
    const found = await explore(() => Promise.resolve(Array(60).fill(0)), near, classes, options);
    const nothing = { made: 0, kept: 0, controlKept: 0 };
    expect(found).toEqual<Exploration>({
      noise: { made: 60, kept: 0, controlKept: 0 },
      crossings: nothing,
      band: nothing,
      han2020: null,
      span: null,
    });
  });

  it('asks the model about controls of the size and spectrum of the new signals', async () => {
    const asked: Int16Array[][] = [];
    const classify: Classify = (signals) => {
      asked.push([...signals]);
      return classifier(0.6)(signals);
    };
    let heard = 0;
    await explore(classify, near, classes, { ...options, han2020: false }, (count) => (heard += count));
    expect(asked.map((signals) => signals.length)).toEqual([60, 60, 60, 60, 60, 60]);
    expect(heard).toBe(360);
    const rms = (signal: Int16Array): number =>
      Math.sqrt(signal.reduce((sum, v, t) => sum + (v - original[t]!) ** 2, 0) / N);
    for (const [made, control] of [
      [asked[0]!, asked[1]!],
      [asked[4]!, asked[5]!],
    ] as const) {
      made.forEach((signal, i) => expect(rms(control[i]!) / rms(signal)).toBeCloseTo(1, 1));
    }
  });

  it('repeats with its seed and differs with another', async () => {
    const once = await explore(classifier(0.96), near, classes, { ...options, han2020: false, draws: 100 });
    expect(await explore(classifier(0.96), near, classes, { ...options, han2020: false, draws: 100 })).toEqual(once);
    expect(
      await explore(classifier(0.96), near, classes, { ...options, han2020: false, draws: 100, seed: 2 }),
    ).not.toEqual(once);
  });
});
