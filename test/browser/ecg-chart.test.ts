import { describe, expect, it } from 'vitest';
import { draw, flat, LARGE, traceRow } from './ecg-drawing.ts';

describe('a tracing', () => {
  it('is drawn where it is: 10 µV move the line by less than a pixel, but move it', async () => {
    const without = traceRow(await draw(flat(100)), 300);
    const withPerturbation = traceRow(await draw(flat(110)), 300);
    expect(without - withPerturbation).toBeGreaterThan(0.2);
    expect(without - withPerturbation).toBeLessThan(0.6);
  });

  it('shows every sample: one among thirty thousand is not thinned out', async () => {
    const samples = Array.from({ length: 30_000 }, (_, index) => (index === 20_011 ? 1000 : 0));
    const drawing = await draw(samples, { samplingHz: 6000 });
    const x = Math.round(drawing.start + (20_011 / 6000) * 25 * drawing.mmPx);
    const reach = [x - 1, x, x + 1].some((column) => drawing.darkness(column, Math.round(drawing.zero - 20)) > 0.15);
    expect(reach).toBe(true);
  });

  it('is marked where it leaves the paper', async () => {
    const inside = await draw(flat(0));
    const outside = await draw(Array.from({ length: 1000 }, (_, index) => (index === 200 ? 9000 : 0)));
    const x = Math.round(outside.start + 2 * 25 * outside.mmPx);
    expect(inside.darkness(x, 7)).toBeLessThan(0.15);
    expect(outside.darkness(x, 7)).toBeGreaterThan(0.5);
    expect(outside.darkness(x + 2, 9)).toBeGreaterThan(0.5);
    expect(outside.darkness(x + 2, 12)).toBeLessThan(0.15);
  });
});

describe('a scrolled paper', () => {
  it('moves tracing and squares together and leaves the pulse where it is', async () => {
    const spike = Array.from({ length: 3000 }, (_, index) => (index === 500 ? 1000 : 0));
    const drawing = await draw(spike, { scrollLeft: 200 });
    const row = Math.round(drawing.zero - 5 * drawing.mmPx) + 2;
    const expected = drawing.start - 200 + 5 * 25 * drawing.mmPx;
    const dark: number[] = [];
    for (let x = drawing.start + 2; x < drawing.canvas.width; x++) if (drawing.darkness(x, row) > 0.3) dark.push(x);
    expect(Math.abs((dark[0] ?? 0) - expected)).toBeLessThan(2);
    const line = drawing.start - 200 + Math.round(100 * drawing.mmPx);
    expect(drawing.colorAt(line, drawing.zero + Math.round(1.5 * drawing.mmPx))).toBe(LARGE);
    const still = await draw(spike);
    for (let x = 0; x < drawing.start; x++) {
      for (let y = 0; y < 240; y += 7) expect(drawing.colorAt(x, y)).toBe(still.colorAt(x, y));
    }
  });
});

describe('a chart without paper', () => {
  it('draws a perturbation on its own scale of µV, time axes aligned with the paper above', async () => {
    const drawing = await draw(flat(5), { paper: false, unit: 'µV', rangeMv: [-0.01, 0.01] });
    const plotHeight = 240 - 8 - 28;
    expect(Math.abs(traceRow(drawing, 400, 8 + plotHeight) - (8 + plotHeight / 4))).toBeLessThan(1.5);
    expect(drawing.darkness(drawing.start + 2, Math.round(8 + plotHeight / 4))).toBeGreaterThan(0.5);
    expect(drawing.darkness(drawing.start - 3, Math.round(8 + plotHeight / 4))).toBeLessThan(0.5);
  });
});
