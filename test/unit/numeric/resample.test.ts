import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { rateRatio, resample } from '../../../src-main/numeric/resample.ts';

const goldenSchema = z.object({
  signal: z.array(z.number()),
  resampled: z.array(z.object({ up: z.int(), down: z.int(), values: z.array(z.number()) })),
});
const golden = goldenSchema.parse(
  JSON.parse(readFileSync(join(import.meta.dirname, '../../golden/numeric/resample.json'), 'utf8')),
);

describe('another sampling rate', () => {
  it.each(golden.resampled)('is what SciPy makes of it: $up / $down', ({ up, down, values }) => {
    const own = resample(golden.signal, { up, down });
    expect(own).toHaveLength(values.length);
    values.forEach((value, i) => {
      expect(own[i]).toBeCloseTo(value, 5);
    });
  });

  it('keeps a constant, and a tone below both Nyquist frequencies', () => {
    const constant = resample(new Array(50).fill(1000), { up: 3, down: 5 });
    expect(Math.max(...constant.map((value) => Math.abs(value - 1000)))).toBeLessThan(0.05);
    const tone = (hz: number, rate: number, n: number) =>
      Float64Array.from({ length: n }, (_, i) => Math.sin((2 * Math.PI * hz * i) / rate));
    const [made, wanted] = [resample(tone(40, 500, 1000), { up: 3, down: 5 }), tone(40, 300, 600)];
    const inside = made.subarray(60, -60).map((value, i) => Math.abs(value - (wanted[i + 60] as number)));
    expect(Math.max(...inside)).toBeLessThan(1e-4);
  });

  it('lets nothing through from above the new Nyquist frequency', () => {
    const high = Float64Array.from({ length: 1000 }, (_, i) => Math.sin((2 * Math.PI * 200 * i) / 500));
    const left = resample(high, { up: 3, down: 5 }).subarray(60, -60);
    expect(Math.max(...left.map(Math.abs))).toBeLessThan(1e-4);
  });

  it.each([
    [500, 300, { up: 3, down: 5 }],
    [300, 300, { up: 1, down: 1 }],
    [360, 300, { up: 5, down: 6 }],
    [128, 300, { up: 75, down: 32 }],
    [249.89, 300, { up: 30_000, down: 24_989 }],
    [257, 300, { up: 300, down: 257 }],
  ])('from %d to %d Hz is a ratio of whole numbers', (from, to, ratio) => {
    expect(rateRatio(from, to)).toEqual(ratio);
  });

  it('is the nearest ratio where there is no exact one', () => {
    const { up, down } = rateRatio(Math.PI * 100, 300);
    expect(Math.abs((up / down) * Math.PI * 100 - 300)).toBeLessThan(1e-5);
    expect(Math.max(up, down)).toBeLessThanOrEqual(50_000);
  });
});
