import { describe, expect, it } from 'vitest';
import { variance } from '../../../src-main/numeric/sums.ts';
import { secretStream } from '../../../src-main/numeric/secret-stream.ts';
import { stepsPerMv } from '../../../src-main/study/presentation/display-grid.ts';
import { ditherStreams } from '../../../src-main/study/presentation/dither-streams.ts';
import { presentPair } from '../../../src-main/study/presentation/present-pair.ts';

const PX_PER_MV = 10 * (96 / 25.4);
const STEPS_PER_MV = stepsPerMv(10);
const SECRET = new Uint8Array(32).fill(7);

const streams = (trialId = 'trial', secret: Uint8Array | null = SECRET) =>
  ditherStreams({
    ...{ pairId: trialId, ditherBy: 'tracing', realSide: 1 },
    ...{ secret: secret ?? undefined, signals: ['a', 'b'] },
  });

/** A millivolt high and low, with a spike a second. */
const ECG = Int16Array.from({ length: 9000 }, (_, t) =>
  Math.round(1000 * Math.exp(-((((t % 300) - 100) / 6) ** 2)) + 100 * Math.sin(t / 50)),
);
const smoothed = ECG.map((value, t) => value + Math.round(9 * Math.sin(t / 7)));

const present = (upper: ArrayLike<number>, lower: ArrayLike<number>, random = streams()) =>
  presentPair({ tracings: [upper, lower], unitsPerMv: 1000, stepsPerMv: STEPS_PER_MV }, random);

/** How far each position lies from its sample, CSS px. */
const errorsPx = (samples: ArrayLike<number>, positions: readonly number[]): number[] =>
  positions.map((position, t) => (position / STEPS_PER_MV - samples[t]! / 1000) * PX_PER_MV);

describe('what is sent of a pair', () => {
  it('is the same whenever it is asked for, and another draw for each side, trial and secret', () => {
    expect(present(ECG, smoothed)).toEqual(present(ECG, smoothed));
    const [upper, lower] = present(ECG, ECG);
    expect(upper).not.toEqual(lower);
    expect(present(ECG, ECG, streams('another'))[0]).not.toEqual(upper);
    expect(present(ECG, ECG, streams('trial', new Uint8Array(32).fill(8)))[0]).not.toEqual(upper);
    expect(present(ECG, ECG, streams('trial', null))[0]).not.toEqual(upper);
  });

  it('is the same positions for a tracing on either side, but in a study that was locked before that', () => {
    const pair = { pairId: 'trial', secret: SECRET, signals: ['a', 'b'] } as const;
    const by = (ditherBy: 'side' | 'tracing') => {
      const upright = present(ECG, smoothed, ditherStreams({ ...pair, ditherBy, realSide: 1 }));
      const swapped = present(smoothed, ECG, ditherStreams({ ...pair, ditherBy, realSide: 2 }));
      return { upright, swapped };
    };
    const { upright, swapped } = by('tracing');
    expect(swapped).toEqual(upright.toReversed());
    const old = (name: string) => secretStream(SECRET, `dither trial ${name}`);
    const then = by('side');
    expect(then.upright).toEqual(present(ECG, smoothed, [old('upper'), old('lower')]));
    expect(then.swapped).toEqual(present(smoothed, ECG, [old('upper'), old('lower')]));
    expect(then.swapped).not.toEqual(then.upright.toReversed());
  });

  it.each([5, 10, 20])('is whole steps, each off by less than a pixel besides the shift, at %s mm/mV', (gain) => {
    const grid = stepsPerMv(gain);
    const pxPerMv = gain * (96 / 25.4);
    const pair = presentPair({ tracings: [ECG, smoothed], unitsPerMv: 1000, stepsPerMv: grid }, streams());
    [ECG, smoothed].forEach((samples, side) => {
      const positions = pair[side]!;
      expect(positions.every((position) => Number.isInteger(position) && !Object.is(position, -0))).toBe(true);
      const errors = positions.map((position, t) => (position / grid - samples[t]! / 1000) * pxPerMv);
      const shift = errors.reduce((sum, error) => sum + error, 0) / errors.length;
      expect(Math.abs(shift)).toBeLessThan(0.55);
      // What is left of the stretch: 1 % of the millivolt that the signal reaches.
      const stretch = 0.01 * pxPerMv * 1.1;
      const moved = errors.map((error) => Math.abs(error - shift));
      expect(Math.max(...moved)).toBeLessThan(1.2 + stretch + 0.02);
      // The signal is near its mean most of the time, where nothing is left of the stretch.
      expect(moved.filter((error) => error < 1).length / moved.length).toBeGreaterThan(0.95);
    });
  });

  it('lets a caliper between two columns of a tracing measure to a fraction of a pixel', () => {
    const [upper] = present(ECG, smoothed);
    const errors = errorsPx(ECG, upper);
    // Three samples share a column of the screen at 25 mm/s.
    const columns = Array.from(
      { length: 3000 },
      (_, i) => (errors[3 * i]! + errors[3 * i + 1]! + errors[3 * i + 2]!) / 3,
    );
    const differences = columns.slice(100).map((error, i) => error - columns[i]!);
    const rms = Math.sqrt(differences.reduce((sum, error) => sum + error * error, 0) / differences.length);
    expect(rms).toBeLessThan(0.4);
    expect(Math.max(...differences.map(Math.abs))).toBeLessThan(1.4);
    const small = differences.filter((difference) => Math.abs(difference) < 1);
    expect(small.length / differences.length).toBeGreaterThan(0.99);
  });

  it('adds the same variance wherever a flat tracing lies: a flat run does not show where it was', () => {
    for (const level of [0, 3, 8, 9, 13, 1000]) {
      const [upper] = present(new Int16Array(9000).fill(level), smoothed);
      // Triangular dither and rounding: a quarter of a step squared.
      expect(Math.abs(variance(upper) - 0.25)).toBeLessThan(0.02);
    }
  });
});
