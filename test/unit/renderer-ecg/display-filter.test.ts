import { describe, expect, it } from 'vitest';
import { monitorBand } from '../../../src-renderer/ecg/display-filter.ts';

const HZ = 300;
const wave = (hz: number, offset = 0) =>
  Array.from({ length: 30 * HZ }, (_, at) => offset + Math.sin((2 * Math.PI * hz * at) / HZ));
/** The largest value in the middle third, clear of both ends. */
const height = (values: Float64Array) => Math.max(...values.slice(10 * HZ, 20 * HZ));

describe('the filter of the display', () => {
  it.each([
    [0.05, 0, 0.02],
    [0.5, 0.45, 0.55],
    [5, 0.98, 1.01],
    [10, 0.98, 1.01],
    [40, 0.45, 0.55],
    [100, 0, 0.05],
  ])('passes a wave of %s Hz with a height from %s to %s', (hz, least, most) => {
    const passed = height(monitorBand(wave(hz, 3), HZ));
    expect(passed).toBeGreaterThanOrEqual(least);
    expect(passed).toBeLessThanOrEqual(most);
  });

  it('moves no wave along the time axis', () => {
    const spike = Array.from({ length: 3000 }, (_, at) => Math.exp(-(((at - 1500) / 6) ** 2)));
    const passed = monitorBand(spike, HZ);
    expect(passed.indexOf(Math.max(...passed))).toBe(1500);
  });

  it('takes away the offset from the first sample on', () => {
    for (const value of monitorBand(
      Array.from({ length: 900 }, () => 700),
      HZ,
    ))
      expect(Math.abs(value)).toBeLessThan(1e-6);
  });
});
