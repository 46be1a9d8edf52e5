import { describe, expect, it } from 'vitest';
import { matchBeats } from '../../../src-main/ecg/measure/compare-beats.ts';
import { findRPeaks } from '../../../src-main/ecg/measure/r-peaks.ts';
import { createRandom, type Random } from '../../../src-main/numeric/simulation-random.ts';
import { simulateTracing } from '../../../src-main/ecg/simulate/simulate-records.ts';
import { addMuscle, addWander } from '../../../src-main/ecg/simulate/artefacts.ts';
import type { ClassIndex } from '../../../src-shared/ecg.ts';

const NORMAL = 0;
const AF = 1;
const OTHER = 2;
/** A QRS complex that the record cuts through counts neither way. */
const EDGE_S = 0.15;

interface Setting {
  label: ClassIndex;
  records: number;
  toleranceMs: number;
  durationS?: number;
  samplingHz?: number;
  /** Made of the millivolts before they are searched, in place. */
  disturb?: (random: Random, millivolts: Float64Array, durationS: number) => void;
}

/** Sensitivity and positive predictivity over simulated records whose beats are known. */
function score(setting: Setting): { beats: number; sensitivity: number; predictivity: number } {
  const { label, records, toleranceMs, durationS = 30, samplingHz = 300, disturb } = setting;
  let [beats, hits, extra] = [0, 0, 0];
  for (let seed = 0; seed < records; seed += 1) {
    const { samples, beatSeconds } = simulateTracing(createRandom(4711, seed), { label, durationS });
    const millivolts = Float64Array.from(samples, (value) => value / 1000);
    disturb?.(createRandom(4712, seed), millivolts, durationS);
    const peaks = findRPeaks(resampled(millivolts, 300, samplingHz), samplingHz).map((place) => place / samplingHz);
    const inside = (second: number): boolean => second > EDGE_S && second < durationS - EDGE_S;
    const partners = matchBeats(beatSeconds, peaks, toleranceMs / 1000);
    const matched = new Set(partners);
    beats += beatSeconds.filter(inside).length;
    hits += beatSeconds.filter((second, i) => inside(second) && partners[i] !== undefined).length;
    extra += peaks.filter((second, place) => inside(second) && !matched.has(place)).length;
  }
  return { beats, sensitivity: hits / beats, predictivity: hits / (hits + extra) };
}

function resampled(signal: Float64Array, fromHz: number, toHz: number): Float64Array {
  if (fromHz === toHz) return signal;
  return Float64Array.from({ length: Math.floor((signal.length * toHz) / fromHz) }, (_, i) => {
    const at = (i * fromHz) / toHz;
    const [before, after] = [signal[Math.floor(at)] ?? 0, signal[Math.floor(at) + 1] ?? signal.at(-1) ?? 0];
    return before + (at - Math.floor(at)) * (after - before);
  });
}

function expectAtLeast(share: number, setting: Setting): void {
  const { beats, sensitivity, predictivity } = score(setting);
  expect(beats).toBeGreaterThan(20 * setting.records * ((setting.durationS ?? 30) / 30));
  expect(sensitivity).toBeGreaterThanOrEqual(share);
  expect(predictivity).toBeGreaterThanOrEqual(share);
}

describe('R peaks', () => {
  it('of simulated Normal records are found within 20 ms: sensitivity and positive predictivity at least 99 %', () => {
    expectAtLeast(0.99, { label: NORMAL, records: 60, toleranceMs: 20 });
  });

  it('are found upside down as well', () => {
    const disturb: Setting['disturb'] = (_, millivolts) => millivolts.forEach((v, i) => (millivolts[i] = -v));
    expectAtLeast(0.99, { label: NORMAL, records: 20, toleranceMs: 20, disturb });
    const { samples } = simulateTracing(createRandom(1), { label: NORMAL, durationS: 30 });
    expect(
      findRPeaks(
        samples.map((v) => -v),
        300,
      ),
    ).toEqual(findRPeaks(samples, 300));
  });

  it('are found under heavy wander, muscle noise and a large offset', () => {
    const disturb: Setting['disturb'] = (random, millivolts, durationS) => {
      addWander(random, { samplingHz: 300, sampleCount: millivolts.length, durationS }, millivolts, 0.8);
      addMuscle(random, millivolts, 0.06);
      millivolts.forEach((v, i) => (millivolts[i] = v + 5));
    };
    expectAtLeast(0.99, { label: NORMAL, records: 20, toleranceMs: 20, disturb });
  });

  it.each([9, 60])('are found in records of %i s', (durationS) => {
    expectAtLeast(0.99, { label: NORMAL, records: 12, toleranceMs: 20, durationS });
  });

  it.each([100, 128, 250, 500, 1000])('are found at %i Hz', (samplingHz) => {
    expectAtLeast(0.99, { label: NORMAL, records: 10, toleranceMs: 20, samplingHz });
  });

  it('of simulated AF records are found within 20 ms, those of Other, with wide ectopic beats, within 50 ms', () => {
    expectAtLeast(0.99, { label: AF, records: 30, toleranceMs: 20 });
    expectAtLeast(0.99, { label: OTHER, records: 40, toleranceMs: 50 });
  });

  it('are found after a burst that is ten times as high', () => {
    const disturb: Setting['disturb'] = (_, millivolts) => {
      for (let i = 0; i < 240; i += 1) millivolts[i + 30] = (millivolts[i + 30] ?? 0) + 10 * Math.sin(i / 5);
    };
    const { sensitivity } = score({ label: NORMAL, records: 10, toleranceMs: 20, disturb });
    expect(sensitivity).toBeGreaterThan(0.95);
  });

  it('are none in a flat or a very short record', () => {
    expect(findRPeaks(new Float64Array(9000), 300)).toEqual([]);
    expect(findRPeaks(new Float64Array(9000).fill(7), 300)).toEqual([]);
    expect(findRPeaks([1, 2, 3], 300)).toEqual([]);
    expect(findRPeaks([], 300)).toEqual([]);
  });
});

describe('beats of two tracings', () => {
  it('are matched one to one, the nearest within reach', () => {
    expect(matchBeats([100, 200, 300], [98, 205, 290, 310, 400], 15)).toEqual([0, 1, 2]);
    expect(matchBeats([100, 110], [104], 15)).toEqual([0, undefined]);
    expect(matchBeats([100], [116], 15)).toEqual([undefined]);
    expect(matchBeats([], [1], 15)).toEqual([]);
    expect(matchBeats([1], [], 15)).toEqual([undefined]);
  });
});
