import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { draw, flat, LARGE, PAPER, setPixelRatio, SMALL, TRACE, traceRow } from './ecg-drawing.ts';

/** The checks of the paper at one pixel ratio. A file each: see setPixelRatio. */
export function describePaper(ratio: number): void {
  describe(`ECG paper at pixel ratio ${ratio}`, () => {
    beforeAll(() => setPixelRatio(ratio));
    afterAll(() => setPixelRatio(1));

    it('draws a crisp line at every millimetre, a large one at every fifth', async () => {
      const drawing = await draw(flat(0));
      // A row and a column half a millimetre beside the lines, clear of the tracing.
      const row = drawing.zero + Math.round(1.5 * drawing.mmPx);
      const column = drawing.start + Math.round(1.5 * drawing.mmPx);
      for (let mm = 1; mm <= 150; mm++) {
        const color = mm % 5 === 0 ? LARGE : SMALL;
        expect(drawing.colorAt(drawing.start + Math.round(mm * drawing.mmPx), row), `${mm} mm to the right`).toBe(
          color,
        );
      }
      for (let mm = 1; mm <= 30; mm++) {
        const color = mm % 5 === 0 ? LARGE : SMALL;
        expect(drawing.colorAt(column, drawing.zero - Math.round(mm * drawing.mmPx)), `${mm} mm up`).toBe(color);
      }
      const colors = new Set<string>();
      for (let x = drawing.start + 10; x < drawing.canvas.width; x++) colors.add(drawing.colorAt(x, row));
      expect([...colors].sort(), 'nothing is anti-aliased').toEqual([LARGE, SMALL, PAPER].sort());
    });

    it('is copied to the screen unscaled, whatever room it gets', async () => {
      for (const roomPx of [800, 797.5, 643]) {
        const { canvas } = await draw(flat(0), {}, roomPx);
        const { width, height } = canvas.getBoundingClientRect();
        expect(width % 1).toBe(0);
        expect(width * ratio).toBe(canvas.width);
        expect(height * ratio).toBe(canvas.height);
        expect(roomPx - width).toBeLessThan(5);
      }
    });

    it('shows a millivolt 10 mm high and a second 25 mm long', async () => {
      const step = await draw(Array.from({ length: 1000 }, (_, index) => (index < 300 ? 0 : 1000)));
      const second = 25 * step.mmPx;
      const low = traceRow(step, Math.round(step.start + 2.1 * second));
      const high = traceRow(step, Math.round(step.start + 4.1 * second));
      expect(Math.abs(low - high - 10 * step.mmPx)).toBeLessThan(0.75);

      const spikes = await draw(
        Array.from({ length: 1000 }, (_, index) => (index === 100 || index === 400 ? 1000 : 0)),
      );
      const row = Math.round(spikes.zero - 5 * spikes.mmPx) + 2;
      const dark: number[] = [];
      for (let x = spikes.start + 3; x < spikes.canvas.width; x++) if (spikes.darkness(x, row) > 0.3) dark.push(x);
      const groups = dark.filter((x, index) => index === 0 || x - (dark[index - 1] ?? 0) > second);
      expect(groups).toHaveLength(2);
      expect(Math.abs((groups[1] ?? 0) - (groups[0] ?? 0) - 3 * second)).toBeLessThan(1.5);
    });

    it('has a calibration pulse of 1 mV and 0.2 s at the left', async () => {
      const drawing = await draw(flat(0));
      const pixels: [x: number, y: number][] = [];
      for (let x = 0; x < drawing.start - 1; x++) {
        for (let y = 0; y < drawing.canvas.height; y++) if (drawing.colorAt(x, y) === TRACE) pixels.push([x, y]);
      }
      const rows = pixels.map(([, y]) => y);
      const width = Math.max(1, Math.round(1.1 * ratio));
      expect(Math.max(...rows) - Math.min(...rows) - (width - 1)).toBe(Math.round(10 * drawing.mmPx));
      const top = pixels.filter(([, y]) => y === Math.min(...rows)).map(([x]) => x);
      expect(Math.abs(Math.max(...top) - Math.min(...top) - (width - 1) - 5 * drawing.mmPx)).toBeLessThanOrEqual(1);
    });
  });
}
