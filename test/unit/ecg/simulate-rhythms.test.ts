import { describe, expect, it } from 'vitest';
import { createRandom } from '../../../src-main/numeric/simulation-random.ts';
import type { Beat } from '../../../src-main/ecg/simulate/beats.ts';
import { turnsOfBeats } from '../../../src-main/ecg/simulate/beats.ts';
import { ecgsyn } from '../../../src-main/ecg/simulate/ecgsyn.ts';
import {
  atrialEctopy,
  bundleBranchBlock,
  mobitzTwo,
  ventricularEctopy,
  wenckebach,
} from '../../../src-main/ecg/simulate/other.ts';
import { sinusRr } from '../../../src-main/ecg/simulate/rr-intervals.ts';

const still = { baselineMv: 0, breathingHz: 0.25 };

describe('ECGSYN', () => {
  const beats: Beat[] = [0.7, 0.9, 0.45, 1.3, 0.8, 0.8].map((_, i, all) => ({
    atS: all.slice(0, i).reduce((sum, s) => sum + s, -1),
    waves: [
      { offsetS: -0.16, widthS: 0.02, peakMv: 0.12 },
      { offsetS: 0, widthS: 0.01, peakMv: 1 },
      { offsetS: 0.28, widthS: 0.05, peakMv: 0.3 },
    ],
    isConducted: true,
  }));

  it('has converged at 300 Hz: steps of an eighth change no sample by more than 5 µV', () => {
    const coarse = ecgsyn({ ...turnsOfBeats(beats), ...still, samplingHz: 300, sampleCount: 900 });
    const fine = ecgsyn({ ...turnsOfBeats(beats), ...still, samplingHz: 2400, sampleCount: 7200 });
    const differences = Array.from(coarse, (value, i) => Math.abs(value - (fine[8 * i] ?? Number.NaN)));
    expect(Math.max(...differences)).toBeLessThan(0.005);
  });

  it('follows its equation where that can be solved: a Gaussian, less the pull back to the baseline', () => {
    const wave = { offsetS: 0.5, widthS: 0.02, peakMv: 1 };
    const alone: Beat[] = [-1, 0, 1, 2].map((atS) => ({ atS, waves: atS === 0 ? [wave] : [], isConducted: true }));
    const z = ecgsyn({ ...turnsOfBeats(alone), ...still, samplingHz: 300, sampleCount: 450 });
    // ż + z = ġ has the solution z = g − ∫ g(s) e^−(t−s) ds.
    const g = (t: number): number => Math.exp(-((t - 0.5) ** 2) / (2 * 0.02 ** 2));
    let integral = 0;
    const h = 1 / 300 / 64;
    let largest = 0;
    for (let i = 0; i < 450; i++) {
      largest = Math.max(largest, Math.abs((z[i] ?? 0) - (g(i / 300) - integral)));
      for (let k = 0; k < 64; k++) integral += h * (g(i / 300 + (k + 0.5) * h) - integral);
    }
    expect(largest).toBeLessThan(0.002);
  });

  it('keeps a wave whole that reaches over the next beat', () => {
    const late = { offsetS: 0.6, widthS: 0.03, peakMv: 1 };
    const two: Beat[] = [-1, 0, 0.5, 1.5].map((atS) => ({ atS, waves: atS === 0 ? [late] : [], isConducted: true }));
    const z = ecgsyn({ ...turnsOfBeats(two), ...still, samplingHz: 300, sampleCount: 300 });
    expect(z.indexOf(Math.max(...z))).toBeGreaterThan(176);
    expect(z.indexOf(Math.max(...z))).toBeLessThan(181);
    expect(Math.max(...z)).toBeGreaterThan(0.93);
  });
});

describe('sinus R-R intervals', () => {
  it('have the mean, the deviation and the two rhythms that were asked for', () => {
    const rr = sinusRr(createRandom(1), { meanRrS: 0.85, standardDeviationS: 0.05, breathingHz: 0.25 });
    const values = Array.from({ length: 1280 }, (_, i) => rr(i / 10));
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / values.length);
    expect(mean).toBeCloseTo(0.85, 3);
    expect(deviation).toBeCloseTo(0.05, 3);
    const power = (hz: number): number => {
      const part = (wave: (x: number) => number): number =>
        values.reduce((sum, value, i) => sum + (value - mean) * wave((2 * Math.PI * hz * i) / 10), 0);
      return part(Math.cos) ** 2 + part(Math.sin) ** 2;
    };
    const around = (hz: number): number => [-2, -1, 0, 1, 2].reduce((sum, k) => sum + power(hz + k / 128), 0);
    expect(around(0.25) / around(0.1)).toBeGreaterThan(1.2);
    expect(around(0.25) / around(0.1)).toBeLessThan(3.5);
    expect(around(0.1)).toBeGreaterThan(50 * around(0.4));
  });
});

describe('rhythms of the class Other', () => {
  const gaps = (beats: readonly Beat[]): number[] => beats.slice(1).map((beat, i) => beat.atS - (beats[i]?.atS ?? 0));
  const middle = (values: number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

  it('ventricular beats come early, without P wave, wide, and with a full compensatory pause', () => {
    for (let stream = 0; stream < 8; stream++) {
      const beats = ventricularEctopy(createRandom(3, stream), 60);
      const early = beats
        .map((beat, i) => ({ beat, i }))
        .filter(({ beat }) => beat.waves.every((w) => w.offsetS > -0.1));
      expect(early.length).toBeGreaterThan(3);
      for (const { beat, i } of early.slice(1, -1)) {
        const before = beat.atS - (beats[i - 1]?.atS ?? 0);
        const after = (beats[i + 1]?.atS ?? 0) - beat.atS;
        // The sinus beats around it are two sinus intervals apart, and it comes 0.5 to 0.7 of one after the first.
        expect(before / ((before + after) / 2)).toBeGreaterThan(0.49);
        expect(before / ((before + after) / 2)).toBeLessThan(0.71);
        const [first, second, , t] = beat.waves;
        expect(Math.min(first?.widthS ?? 0, second?.widthS ?? 0)).toBeGreaterThan(0.02);
        expect(Math.sign(t?.peakMv ?? 0)).toBe(-Math.sign(first?.peakMv ?? 0));
      }
    }
  });

  it('atrial beats come early, with a P wave, and with a pause that is not fully compensatory', () => {
    const beats = atrialEctopy(createRandom(3), 60);
    const all = gaps(beats);
    const rr = middle(all);
    const early = all.map((gap, k) => ({ gap, next: all[k + 1] ?? 0 })).filter(({ gap }) => gap < 0.8 * rr);
    expect(early.length).toBeGreaterThan(3);
    for (const { gap, next } of early.slice(0, -1)) {
      expect(gap + next).toBeLessThan(1.98 * rr);
      expect(next).toBeGreaterThan(0.98 * rr);
    }
    expect(beats.every((beat) => beat.waves.some((wave) => wave.offsetS < -0.08))).toBe(true);
  });

  it('Wenckebach: P-R grows until a P wave stands alone', () => {
    const beats = wenckebach(createRandom(3), 60);
    const dropped = beats.filter((beat) => !beat.isConducted);
    expect(dropped.length).toBeGreaterThan(5);
    expect(dropped.every((beat) => beat.waves.length === 1)).toBe(true);
    const pr = (beat: Beat): number => -(beat.waves[0]?.offsetS ?? 0);
    beats.slice(1).forEach((beat, i) => {
      const before = beats[i];
      if (before === undefined || !beat.isConducted || !before.isConducted) return;
      expect(pr(beat)).toBeGreaterThan(pr(before));
    });
  });

  it('Mobitz II: P-R stays, beats are dropped', () => {
    const beats = mobitzTwo(createRandom(3), 60);
    const pr = beats.filter((beat) => beat.isConducted).map((beat) => -(beat.waves[0]?.offsetS ?? 0));
    expect(Math.max(...pr) - Math.min(...pr)).toBeLessThan(1e-9);
    expect(beats.filter((beat) => !beat.isConducted).length).toBeGreaterThan(5);
  });

  it('bundle branch block: every QRS complex is wide', () => {
    for (let stream = 0; stream < 8; stream++) {
      for (const beat of bundleBranchBlock(createRandom(3, stream), 30)) {
        const qrs = beat.waves.filter((wave) => wave.offsetS > -0.08 && wave.offsetS < 0.12);
        const from = Math.min(...qrs.map((wave) => wave.offsetS - 2 * wave.widthS));
        const to = Math.max(...qrs.map((wave) => wave.offsetS + 2 * wave.widthS));
        expect(to - from).toBeGreaterThan(0.12);
      }
    }
  });
});
