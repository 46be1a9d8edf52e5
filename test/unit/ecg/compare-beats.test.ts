import { describe, expect, it } from 'vitest';
import { compareBeats } from '../../../src-main/ecg/measure/compare-beats.ts';
import { createRandom } from '../../../src-main/numeric/simulation-random.ts';
import { simulateTracing } from '../../../src-main/ecg/simulate/simulate-records.ts';

const { samples, beatSeconds } = simulateTracing(createRandom(12), { label: 0, durationS: 30 });
const known = { samplingHz: 300, unitsPerMv: 1000 };
const compare = (original: Int16Array, adversarial: ArrayLike<number>, unitsPerMv = 1000) =>
  compareBeats({ original, adversarial, samplingHz: 300, unitsPerMv });

/** The tracing with each stretch around a beat replaced by `change` of it. */
function around(
  beats: readonly number[],
  change: (value: number, beatSample: number, at: number) => number,
): Int16Array {
  const out = Int16Array.from(samples);
  for (const second of beats) {
    const beat = Math.round(second * 300);
    for (let at = beat - 24; at <= beat + 24; at += 1) {
      if (at >= 0 && at < out.length) out[at] = change(samples[at] ?? 0, beat, at);
    }
  }
  return out;
}
const inner = beatSeconds.slice(3, -3);

describe('the change of beats between two tracings', () => {
  it('is nothing between a tracing and itself', () => {
    const same = compare(samples, samples);
    expect(same.beats).toBeGreaterThan(25);
    expect(same).toEqual({
      beats: same.beats,
      beatsLost: 0,
      beatsGained: 0,
      rrMeanChangeMs: 0,
      rrMaxChangeMs: 0,
      qrsMeanChangeUv: 0,
      qrsMaxChangeUv: 0,
      qrsMeanChangePercent: 0,
      qrsMaxChangePercent: 0,
    });
  });

  it('sees one beat that comes 10 ms later: two intervals change by 10 ms', () => {
    const [second = 0] = inner;
    const later = around([second], (_, __, at) => samples[at - 3] ?? 0);
    const { rrMaxChangeMs, rrMeanChangeMs, beats, beatsLost, beatsGained } = compare(samples, later);
    expect([beatsLost, beatsGained]).toEqual([0, 0]);
    expect(rrMaxChangeMs).toBeGreaterThan(9);
    expect(rrMaxChangeMs).toBeLessThan(11);
    expect(rrMeanChangeMs).toBeCloseTo((2 * (rrMaxChangeMs ?? 0)) / (beats - 1), 0);
  });

  it('sees QRS complexes that grow by a tenth, in µV by the gain', () => {
    const mean = samples.reduce((sum, value) => sum + value, 0) / samples.length;
    const grown = samples.map((value) => Math.round(mean + 1.1 * (value - mean)));
    const change = compare(samples, grown);
    expect(change.qrsMeanChangePercent).toBeCloseTo(10, 0);
    expect(change.qrsMaxChangePercent).toBeCloseTo(10, 0);
    const [top, bottom] = [Math.max(...samples), Math.min(...samples)];
    expect(change.qrsMeanChangeUv).toBeLessThan(0.1 * (top - bottom));
    expect(change.qrsMeanChangeUv).toBeGreaterThan(0.05 * (top - bottom));
    expect(compare(samples, grown, 200).qrsMeanChangeUv).toBeCloseTo(5 * (change.qrsMeanChangeUv ?? 0), 6);
  });

  it('is bounded by the perturbation: ±10 µV changes no amplitude by more than 20 µV', () => {
    const random = createRandom(3);
    const noisy = samples.map((value) => value + random.integer(-10, 10));
    const change = compare(samples, noisy);
    expect([change.beatsLost, change.beatsGained]).toEqual([0, 0]);
    expect(change.qrsMaxChangeUv).toBeLessThanOrEqual(20);
    expect(change.qrsMeanChangeUv).toBeGreaterThan(0);
    expect(change.rrMaxChangeMs).toBeLessThan(5);
  });

  it('counts beats that are gone and beats that are new', () => {
    const [first = 0, second = 0] = [inner[4], inner[9]];
    const level = (value: number, beat: number): number =>
      ((samples[beat - 24] ?? value) + (samples[beat + 24] ?? value)) / 2;
    const gone = around([first, second], level);
    expect(compare(samples, gone)).toMatchObject({ beatsLost: 2, beatsGained: 0 });
    expect(compare(gone, samples)).toMatchObject({ beatsLost: 0, beatsGained: 2 });
  });

  it('is null where there are no beats to compare', () => {
    const flat = new Int16Array(3000);
    expect(compareBeats({ original: flat, adversarial: flat, ...known })).toMatchObject({
      beats: 0,
      rrMeanChangeMs: null,
      rrMaxChangeMs: null,
      qrsMeanChangeUv: null,
      qrsMaxChangePercent: null,
    });
  });
});
