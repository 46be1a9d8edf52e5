import { describe, expect, it } from 'vitest';
import { devicePixels, paperMm } from '../../../src-shared/visibility.ts';

describe('how visible a voltage is', () => {
  it('10 µV are a tenth of a millimetre on paper and 0.38 px on a 96 dpi screen', () => {
    expect(paperMm(10)).toBeCloseTo(0.1, 12);
    expect(devicePixels(10, { pxPerMm: 96 / 25.4, devicePixelRatio: 1 })).toBeCloseTo(0.378, 3);
  });

  it('grows with the pixel ratio, the calibration and the gain', () => {
    const once = devicePixels(10, { pxPerMm: 4, devicePixelRatio: 1 });
    expect(devicePixels(10, { pxPerMm: 4, devicePixelRatio: 2 })).toBeCloseTo(2 * once, 12);
    expect(devicePixels(10, { pxPerMm: 8, devicePixelRatio: 1 })).toBeCloseTo(2 * once, 12);
    expect(devicePixels(10, { pxPerMm: 4, devicePixelRatio: 1, gainMmPerMv: 20 })).toBeCloseTo(2 * once, 12);
  });
});
