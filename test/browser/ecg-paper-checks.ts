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

    it('draws lines of one thickness, a millimetre apart to the pixel, and large ones heavier or darker', async () => {
      const drawing = await draw(flat(0));
      const row = drawing.zero + Math.round(1.5 * drawing.mmPx);
      const lines: { at: number; width: number; color: string }[] = [];
      for (let x = drawing.start + Math.ceil(drawing.mmPx / 2); x < drawing.canvas.width - 4 * drawing.mmPx; x++) {
        const color = drawing.colorAt(x, row);
        const last = lines.at(-1);
        if (color === PAPER) continue;
        if (last && last.color === color && last.at + last.width === x) last.width += 1;
        else lines.push({ at: x, width: 1, color });
      }
      const distances = lines.slice(1).map(({ at }, index) => at - (lines[index]?.at ?? 0));
      for (const distance of distances) expect(Math.abs(distance - drawing.mmPx)).toBeLessThan(1 + ratio / 2);
      expect(Math.abs(distances.reduce((sum, each) => sum + each, 0) / distances.length - drawing.mmPx)).toBeLessThan(
        0.02,
      );
      const thick = (color: string) => new Set(lines.filter((line) => line.color === color).map(({ width }) => width));
      expect([...thick(SMALL)]).toEqual([1]);
      expect([...thick(LARGE)]).toEqual([ratio >= 2 ? 2 : 1]);
      expect(lines.filter(({ color }) => color === LARGE).length).toBeGreaterThan(25);
    });

    it('shows an R peak where it is, to the pixel, and no window makes the paper another size', async () => {
      const samplingHz = 300;
      const [peak, mv] = [731, 1.25];
      const beat = Array.from({ length: 3000 }, (_, at) => Math.round(1000 * mv * Math.exp(-(((at - peak) / 4) ** 2))));
      for (const [roomPx, height] of [
        [800, 240],
        [643, 240],
        [1210, 300],
      ] as const) {
        const drawing = await draw(beat, { samplingHz, height }, roomPx);
        const second = 25 * drawing.mmPx;
        const expected = { x: drawing.start + (peak / samplingHz) * second, y: drawing.zero - mv * 10 * drawing.mmPx };
        let found = { x: 0, y: drawing.canvas.height };
        // The highest dark pixels; of several beside one another the middle one.
        const top: number[] = [];
        for (let y = 20 * ratio; y < drawing.zero && top.length === 0; y++)
          for (let x = drawing.start + 3; x < drawing.start + 5 * second; x++)
            if (drawing.darkness(x, y) > 0.5) {
              top.push(x);
              found = { x: 0, y };
            }
        found.x = ((top[0] ?? 0) + (top.at(-1) ?? 0)) / 2;
        expect(Math.abs(found.x - expected.x), `x in ${roomPx} px`).toBeLessThanOrEqual(1);
        expect(Math.abs(found.y - expected.y), `y in ${roomPx} px`).toBeLessThanOrEqual(1);
      }
    });

    it('labels seconds along the bottom and millivolts at the left, and prints the scale', async () => {
      const drawing = await draw(flat(0));
      const second = 25 * drawing.mmPx;
      const inked = (left: number, right: number, top: number, bottom: number): boolean => {
        for (let x = Math.round(left); x < right; x++)
          for (let y = Math.round(top); y < bottom; y++) if (drawing.darkness(x, y) > 0.5) return true;
        return false;
      };
      const { width, height } = drawing.canvas;
      for (let s = 1; drawing.start + s * second < width - 12 * ratio; s++) {
        const x = drawing.start + s * second;
        expect(inked(x - 10 * ratio, x + 10 * ratio, height - 18 * ratio, height), `${s} s`).toBe(true);
        expect(inked(x + 20 * ratio, x + 70 * ratio, height - 18 * ratio, height), `beside ${s} s`).toBe(false);
      }
      for (const mv of [-2, -1, 2]) {
        const y = drawing.zero - mv * 10 * drawing.mmPx;
        expect(inked(4 * ratio, drawing.start - 2, y - 12 * ratio, y), `${mv} mV`).toBe(true);
      }
      expect(inked(width - 130 * ratio, width, 4 * ratio, 20 * ratio), 'the scale').toBe(true);
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
