import { describe, expect, it } from 'vitest';
import {
  calibrationPulseMm,
  clampScroll,
  clippedPositions,
  commonBaselineMv,
  devicePeriodPx,
  gridLines,
  gutterWidthPx,
  showsPulse,
  pxPerMv,
  pxPerSecond,
  snapToDevice,
  visibleRangeMv,
} from '../../../src-renderer/ecg/paper-geometry.ts';
import { CSS_PX_PER_MM } from '../../../src-shared/visibility.ts';

const SCALE = { pxPerMm: CSS_PX_PER_MM, paperSpeedMmPerS: 25, gainMmPerMv: 10 };

describe('paper scale', () => {
  it('makes a second 25 mm long and a millivolt 10 mm high', () => {
    expect(pxPerSecond(SCALE)).toBeCloseTo((25 * 96) / 25.4, 12);
    expect(pxPerMv(SCALE)).toBeCloseTo((10 * 96) / 25.4, 12);
    expect(pxPerSecond({ ...SCALE, paperSpeedMmPerS: 50 })).toBeCloseTo(2 * pxPerSecond(SCALE), 12);
  });

  it('gives the same range in mV to all papers of one height and middle, whatever they show', () => {
    const range = visibleRangeMv(3 * pxPerMv(SCALE), SCALE, 0.25);
    expect(range[0]).toBeCloseTo(-1.25, 12);
    expect(range[1]).toBeCloseTo(1.75, 12);
  });
});

describe('gridLines', () => {
  it.each([1, 1.25, 1.5, 2])('puts a line on a half device pixel at every millimetre at ratio %s', (ratio) => {
    const mmPx = CSS_PX_PER_MM * ratio;
    const lines = gridLines({ originPx: 40, fromPx: 0, toPx: 2000, mmPx });
    expect(lines.length).toBe(Math.floor((2000 - 40) / mmPx) + Math.floor(40 / mmPx) + 1);
    for (const [index, line] of lines.entries()) {
      expect(line.centrePx % 1).toBe(0.5);
      const mm = index - Math.floor(40 / mmPx);
      expect(Math.abs(line.centrePx - 0.5 - (40 + mm * mmPx))).toBeLessThanOrEqual(0.5);
      expect(line.large).toBe(mm % 5 === 0);
    }
  });

  it('keeps its pattern when the paper is scrolled by whole pixels', () => {
    const at = (originPx: number) =>
      gridLines({ originPx, fromPx: originPx, toPx: originPx + 500, mmPx: 3.78 }).map(
        ({ centrePx }) => centrePx - originPx,
      );
    expect(at(-1237)).toEqual(at(0));
  });

  it('drops small squares when a millimetre is under 3 device pixels, and not before', () => {
    const small = (mmPx: number) => gridLines({ originPx: 0, fromPx: 0, toPx: 100, mmPx }).some(({ large }) => !large);
    expect(small(2.99)).toBe(false);
    expect(small(3)).toBe(true);
    expect(gridLines({ originPx: 0, fromPx: 0, toPx: 100, mmPx: 2 }).map(({ centrePx }) => centrePx)).toEqual([
      0.5, 10.5, 20.5, 30.5, 40.5, 50.5, 60.5, 70.5, 80.5, 90.5,
    ]);
  });
});

describe('calibrationPulseMm', () => {
  it('is 1 mV high and 0.2 s long, its fall one large square before the tracing', () => {
    for (const [paperSpeedMmPerS, gainMmPerMv] of [
      [25, 10],
      [50, 20],
      [12.5, 5],
    ] as const) {
      const corners = calibrationPulseMm({ paperSpeedMmPerS, gainMmPerMv });
      const top = corners.filter(([, y]) => y > 0);
      expect(top.map(([, y]) => y)).toEqual([gainMmPerMv, gainMmPerMv]);
      expect(top.map(([x]) => x)).toEqual([-5 - 0.2 * paperSpeedMmPerS, -5]);
      const widthMm = gutterWidthPx({ pxPerMm: 10, paperSpeedMmPerS }) / 10;
      expect(Math.min(...corners.map(([x]) => x))).toBeGreaterThan(-widthMm);
    }
  });
});

describe('the strip beside the tracing', () => {
  const at = (zoom: number) => ({ pxPerMm: (zoom * 96) / 25.4, paperSpeedMmPerS: 25 });

  it('grows with the paper and its pulse, until they would push the tracing aside', () => {
    expect(showsPulse(at(1)) && showsPulse(at(3))).toBe(true);
    expect(gutterWidthPx(at(3))).toBeCloseTo(3 * 13 * (96 / 25.4), 6);
    expect(showsPulse(at(8))).toBe(false);
    expect(gutterWidthPx(at(8))).toBe(gutterWidthPx(at(0.1)));
  });

  it('has its pulse at every speed on a calibrated display, where nothing is magnified', () => {
    for (const paperSpeedMmPerS of [12.5, 25, 50, 100]) expect(showsPulse({ pxPerMm: 7, paperSpeedMmPerS })).toBe(true);
  });
});

describe('commonBaselineMv', () => {
  it('is the median of both tracings together, in millivolts', () => {
    expect(
      commonBaselineMv(
        [
          [0, 100, 9000],
          [200, 300, 400],
        ],
        1000,
      ),
    ).toBeCloseTo(0.25, 12);
    expect(commonBaselineMv([[-500, 0, 500]], 200)).toBe(0);
    expect(commonBaselineMv([[], []], 1000)).toBe(0);
  });
});

describe('clampScroll', () => {
  it('stays between the start and the position where the end is at the edge; a short tracing does not move', () => {
    expect(clampScroll(-5, 2835, 1000)).toBe(0);
    expect(clampScroll(9999, 2835, 1000)).toBe(1835);
    expect(clampScroll(50, 800, 1000)).toBe(0);
  });
});

describe('snapToDevice', () => {
  it('leaves no fraction of a device pixel', () => {
    for (const ratio of [1, 1.25, 1.5, 2]) expect((snapToDevice(123.4, ratio) * ratio) % 1).toBeCloseTo(0, 9);
  });
});

describe('devicePeriodPx', () => {
  it('is a whole number of CSS px and of device px', () => {
    expect([1, 1.25, 1.5, 1.75, 2, 1.1].map(devicePeriodPx)).toEqual([1, 4, 2, 4, 1, 10]);
  });

  it('is one device pixel at a ratio without such a number', () => {
    expect(devicePeriodPx(Math.SQRT2) * Math.SQRT2).toBeCloseTo(1, 12);
  });
});

describe('clippedPositions', () => {
  it('names one position per excursion, where it goes furthest', () => {
    const values = [0, 2, 3, 2, 0, -2, null, -4, -5, 0];
    expect(clippedPositions(values, [-1, 1])).toEqual([
      { index: 2, side: 'above' },
      { index: 5, side: 'below' },
      { index: 8, side: 'below' },
    ]);
    expect(clippedPositions(values, [-6, 3])).toEqual([]);
    expect(clippedPositions(values, [-1, 1], 3, 5)).toEqual([{ index: 3, side: 'above' }]);
  });
});
