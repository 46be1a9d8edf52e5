import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { int16ToBytes } from '../../../src-main/numeric/int16-bytes.ts';
import { createRandom } from '../../../src-main/numeric/simulation-random.ts';
import { simulateRecords, simulateTracing } from '../../../src-main/ecg/simulate/simulate-records.ts';
import type { ClassIndex, EcgRecord } from '../../../src-shared/ecg.ts';

function digest(records: Iterable<EcgRecord>): string {
  const hash = createHash('sha256');
  for (const { name, label, split, samples } of records) {
    hash.update(`${name} ${label} ${split}\n`).update(int16ToBytes(samples));
  }
  return hash.digest('hex');
}

function counts(records: number): number[] {
  const all = [...simulateRecords({ records, seed: 1, durationS: 9 })];
  return [0, 1, 2, 3].map((label) => all.filter((record) => record.label === label).length);
}

/** Mean of the tracing at a lag to each beat, mV, the beats' own level before the P wave (−0.3 s) taken as zero. */
function meanAround(samples: Int16Array, beatSeconds: readonly number[], lagS: number): number {
  const at = (seconds: number): number => (samples[Math.round(seconds * 300)] ?? 0) / 1000;
  const inside = beatSeconds.filter((beat) => beat > 1 && beat < samples.length / 300 - 1);
  return inside.reduce((sum, beat) => sum + at(beat + lagS) - at(beat - 0.3), 0) / inside.length;
}

function tracings(label: ClassIndex, count: number, durationS = 30) {
  return Array.from({ length: count }, (_, i) => simulateTracing(createRandom(77, i), { label, durationS }));
}

function intervals(beatSeconds: readonly number[]): number[] {
  return beatSeconds.slice(1).map((beat, i) => beat - (beatSeconds[i] ?? 0));
}

function variation(values: readonly number[]): number {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  return Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length) / mean;
}

/** Root mean square of the second difference, mV: what muscle noise raises most. */
function roughness(samples: Int16Array): number {
  let sum = 0;
  for (let i = 2; i < samples.length; i++) {
    sum += ((samples[i] ?? 0) - 2 * (samples[i - 1] ?? 0) + (samples[i - 2] ?? 0)) ** 2;
  }
  return Math.sqrt(sum / samples.length) / 1000;
}

describe('simulated records', () => {
  it('are the same bytes for the same seed, on every machine, and others for another seed', () => {
    // Made by this test; it changes only when the simulation is changed on purpose.
    expect(digest(simulateRecords({ records: 16, seed: 1 }))).toBe(
      'c25261853b39abbbafc13751f8cd09af1f2e0c80854e17cdaab538c9f34e81e5',
    );
    expect(digest(simulateRecords({ records: 4, seed: 1 }))).not.toBe(digest(simulateRecords({ records: 4, seed: 2 })));
    const [small, large] = [1, 2 ** 32 + 1].map((seed) => digest(simulateRecords({ records: 1, seed })));
    expect(small).not.toBe(large);
  });

  it('have names in order, CinC 2017’s rate and gain, 30 s, and a split within each class', () => {
    const records = [...simulateRecords({ records: 40, seed: 5 })];
    expect(records.slice(0, 2).map((record) => record.name)).toEqual(['S00001', 'S00002']);
    for (const { samples, samplingHz, unitsPerMv } of records) {
      expect([samples.length, samplingHz, unitsPerMv]).toEqual([9000, 300, 1000]);
    }
    const splitsOfNormal = new Set(records.filter((record) => record.label === 0).map((record) => record.split));
    expect(splitsOfNormal).toEqual(new Set(['train', 'validation', 'test']));
    // Not sorted by class: the name tells nothing.
    expect(new Set(records.slice(0, 12).map((record) => record.label)).size).toBeGreaterThan(1);
  });

  it('come in CinC 2017’s proportions, with at least one of each class from four on', () => {
    expect(counts(100)).toEqual([59, 9, 29, 3]);
    expect(counts(4)).toEqual([1, 1, 1, 1]);
    expect(counts(1)).toEqual([1, 0, 0, 0]);
    for (const records of [2, 3, 5, 7, 13, 31]) {
      expect(
        counts(records).reduce((sum, n) => sum + n, 0),
        `${records} records`,
      ).toBe(records);
      if (records >= 4) expect(Math.min(...counts(records))).toBeGreaterThan(0);
    }
  });

  it('can have lengths as in CinC 2017', () => {
    const seconds = [...simulateRecords({ records: 60, seed: 1, durationS: 'mixed' })].map(
      (r) => r.samples.length / 300,
    );
    expect(Math.min(...seconds)).toBeGreaterThanOrEqual(9);
    expect(Math.max(...seconds)).toBeLessThanOrEqual(61);
    expect(seconds.filter((s) => s === 30).length).toBeGreaterThan(30);
    expect(new Set(seconds).size).toBeGreaterThan(5);
  });

  it('are refused for a number, length or seed that makes no sense, which the message names', () => {
    const first = (options: Parameters<typeof simulateRecords>[0]) => () => simulateRecords(options).next();
    expect(first({ records: 0, seed: 1 })).toThrow(/not 0/);
    expect(first({ records: 5, seed: 1.5 })).toThrow(/not 1.5/);
    expect(first({ records: 5, seed: 1, durationS: 5 })).toThrow(/9 to 600 seconds long, not 5/);
  });
});

describe('a simulated Normal tracing', () => {
  const normal = tracings(0, 12);

  it('has an R peak of usual height at every true beat time', () => {
    for (const { samples, beatSeconds } of normal) {
      expect(beatSeconds.length).toBeGreaterThan(25);
      for (const beat of beatSeconds.filter((s) => s > 0.2 && s < 29.8)) {
        const centre = Math.round(beat * 300);
        const near = samples.subarray(centre - 45, centre + 45);
        const peak = near.indexOf(Math.max(...near)) - 45;
        expect(Math.abs(peak), `peak at ${beat} s`).toBeLessThanOrEqual(3);
        const height = ((samples[centre] ?? 0) - (samples[centre - 75] ?? 0)) / 1000;
        expect(height).toBeGreaterThan(0.3);
        expect(height).toBeLessThan(3);
      }
    }
  });

  it('is regular but not rigid, at 55 to 95 beats per minute', () => {
    for (const { beatSeconds } of normal) {
      const rr = intervals(beatSeconds);
      expect(variation(rr)).toBeGreaterThan(0.01);
      expect(variation(rr)).toBeLessThan(0.12);
      const meanRr = rr.reduce((sum, s) => sum + s, 0) / rr.length;
      expect(60 / meanRr).toBeGreaterThan(52);
      expect(60 / meanRr).toBeLessThan(98);
    }
  });

  it('has a P wave before the QRS complex and a T wave after it', () => {
    for (const { samples, beatSeconds } of normal) {
      const p = Math.max(...[-0.2, -0.18, -0.16].map((lag) => meanAround(samples, beatSeconds, lag)));
      expect(p).toBeGreaterThan(0.03);
      const t = Math.max(...[0.22, 0.25, 0.28].map((lag) => meanAround(samples, beatSeconds, lag)));
      expect(t).toBeGreaterThan(0.05);
    }
  });
});

describe('a simulated AF tracing', () => {
  const af = tracings(1, 12);

  it('is irregularly irregular', () => {
    for (const { beatSeconds } of af) {
      const rr = intervals(beatSeconds);
      expect(variation(rr)).toBeGreaterThan(0.12);
      const mean = rr.reduce((sum, s) => sum + s, 0) / rr.length;
      const product = (i: number): number => ((rr[i] ?? 0) - mean) * ((rr[i + 1] ?? 0) - mean);
      const lagged = rr.slice(1).reduce((sum, _, i) => sum + product(i), 0) / rr.length;
      expect(Math.abs(lagged / (variation(rr) * mean) ** 2)).toBeLessThan(0.5);
    }
  });

  it('has no P wave but a fibrillating baseline', () => {
    const pHeights = af.map(({ samples, beatSeconds }) => meanAround(samples, beatSeconds, -0.16));
    expect(Math.abs(pHeights.reduce((sum, p) => sum + p, 0) / pHeights.length)).toBeLessThan(0.03);
    const middle = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;
    expect(middle(af.map(unrest))).toBeGreaterThan(2.5 * middle(tracings(0, 12).map(unrest)));
  });

  /** How much the quarter second before the QRS complex differs from beat to beat, its level aside; RMS, mV. */
  function unrest({ samples, beatSeconds }: { samples: Int16Array; beatSeconds: number[] }): number {
    const windows = beatSeconds
      .filter((beat) => beat > 1)
      .map((beat) => {
        const end = Math.round((beat - 0.06) * 300);
        const piece = Array.from(samples.subarray(end - 75, end), (value) => value / 1000);
        const level = piece.reduce((sum, value) => sum + value, 0) / piece.length;
        return piece.map((value) => value - level);
      });
    const mean = (i: number): number => windows.reduce((sum, piece) => sum + (piece[i] ?? 0), 0) / windows.length;
    const means = Array.from({ length: 75 }, (_, i) => mean(i));
    const squares = windows.flatMap((piece) => piece.map((value, i) => (value - (means[i] ?? 0)) ** 2));
    return Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / squares.length);
  }
});

describe('a simulated Noise tracing', () => {
  it('is far rougher and wanders far more than any readable one', () => {
    const noise = tracings(3, 12);
    const readable = ([0, 1, 2] as const).flatMap((label) => tracings(label, 6));
    const swing = (samples: Int16Array): number => Math.max(...samples) - Math.min(...samples);
    const middle = (values: number[]): number => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
    expect(middle(noise.map(({ samples }) => roughness(samples)))).toBeGreaterThan(
      2 * Math.max(...readable.map(({ samples }) => roughness(samples))),
    );
    expect(middle(noise.map(({ samples }) => swing(samples)))).toBeGreaterThan(3000);
  });
});
