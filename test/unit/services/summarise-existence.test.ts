import { leftOutExamples } from '../../../src-shared/analyses/left-out-examples.ts';
import { describe, expect, it } from 'vitest';
import {
  middleExample,
  summariseExistence,
  type ExploredRecord,
} from '../../../src-main/statistics/summaries/summarise-existence.ts';

const counts = (made: number, kept: number, controlKept = 0) => ({ made, kept, controlKept });
const record = (name: string, change: Partial<ExploredRecord>): ExploredRecord => ({
  record: name,
  lead: 'II',
  label: 0,
  adversarialClass: 2,
  noise: counts(10, 10),
  crossings: counts(10, 10),
  band: counts(10, 10),
  han2020: null,
  ...change,
});

describe('what was found around several examples', () => {
  const records = [
    record('a', { noise: counts(10, 10, 1) }),
    record('b', { noise: counts(10, 4), crossings: counts(6, 3) }),
    record('c', { noise: counts(10, 0), crossings: counts(0, 0), band: counts(0, 0) }),
  ];
  const summary = summariseExistence(records, { draws: 10, han2020: false });

  it('counts examples with any and with all, of those where something could be made', () => {
    const { noise, crossings, band } = summary;
    expect([noise.examples.count, noise.all.count, noise.examples.of]).toEqual([2, 1, 3]);
    expect([crossings.examples.count, crossings.all.count, crossings.examples.of]).toEqual([2, 1, 2]);
    expect([band.examples.count, band.examples.of]).toEqual([2, 2]);
    expect([noise.controlExamples.count, noise.controlExamples.of]).toEqual([1, 3]);
    expect(noise.examples.interval?.[0]).toBeCloseTo(0.2077, 4);
  });

  it('pools the signals with an interval over examples, wider than one that takes them for independent', () => {
    const { noise, crossings } = summary;
    expect(noise.draws).toMatchObject({ count: 14, of: 30, rate: 14 / 30 });
    expect(noise.draws.interval?.map((end) => Number(end.toFixed(3)))).toEqual([0.111, 0.86]);
    expect(noise.control).toMatchObject({ count: 1, of: 30 });
    expect(crossings.draws).toMatchObject({ count: 13, of: 16 });
    expect(crossings.draws.interval?.map((end) => Number(end.toFixed(3)))).toEqual([0.23, 0.984]);
  });

  it('gives an interval with a width where all examples are alike', () => {
    const alike = Array.from({ length: 9 }, () => records[0]!);
    const { draws, control } = summariseExistence(alike, { draws: 10, han2020: false }).noise;
    expect(draws.rate).toBe(1);
    expect(draws.interval?.map((end) => Number(end.toFixed(3)))).toEqual([0.701, 1]);
    expect(control.interval![1] - control.interval![0]).toBeGreaterThan(0.2);
  });

  it('gives no interval of one example and no rate of none', () => {
    const one = summariseExistence(records.slice(0, 1), { draws: 10, han2020: false });
    expect(one.noise.draws).toEqual({ count: 10, of: 10, rate: 1, interval: null });
    const none = summariseExistence(records.slice(2), { draws: 10, han2020: false });
    expect(none.band.draws).toEqual({ count: 0, of: 0, rate: null, interval: null });
    expect(none.perExample[0]).toMatchObject({ noise: 0, crossings: null, band: null, bandControl: null });
  });

  it('names the examples that a procedure leaves out, and why', () => {
    const three = [
      record('a', {}),
      record('b', { noise: counts(10, 0), crossings: counts(0, 0), band: counts(0, 0) }),
      record('c', { noise: counts(10, 1), crossings: counts(0, 0) }),
    ];
    expect(leftOutExamples(summariseExistence(three, { draws: 10, han2020: false }))).toEqual([
      'Crossings and band leave out b: they are made of signals from the noise, and there none kept the class.',
      'Crossings leave out c: there the noise gave no two signals of the class that cross.',
    ]);
    expect(leftOutExamples(summariseExistence([record('a', {})], { draws: 10, han2020: false }))).toEqual([]);
  });

  it("says of the scripts' concatenation how much of it is nothing new", () => {
    const scripts = { crossings: { ...counts(10, 10), unaltered: 9 }, band: counts(10, 8) };
    const both = [record('a', { han2020: scripts }), record('b', { noise: counts(10, 0) })];
    const { han2020 } = summariseExistence(both, { draws: 10, han2020: true });
    expect(han2020?.unaltered).toMatchObject({ count: 9, of: 10 });
    expect(han2020?.band.examples).toMatchObject({ count: 1, of: 1 });
    expect(summary.han2020).toBeNull();
  });
});

describe('the example of the figure', () => {
  const of = (...shares: (number | null)[]) => middleExample(shares.map((noise, i) => ({ record: `r${i}`, noise })));

  it('is the one in the middle by share among those with any', () => {
    expect(of(0.9, 0, 0.1, null, 0.5)).toBe('r4');
    expect(of(1, 0.2, 0.4, 0.3)).toBe('r3');
    expect(of(1, 1, 1)).toBe('r1');
    expect(of(0, null)).toBeUndefined();
  });
});
