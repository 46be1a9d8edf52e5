import axe from 'axe-core';
import { beforeEach, describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { displayFingerprint, keepCalibration } from '../../src-renderer/ecg/px-per-mm.ts';
import type { CalibrationRule } from '../../src-shared/study/display.ts';
import { chooseByKey, frames, inFreshWindow, REAL, startReading } from './open-reading.ts';

const HOUR_MS = 3_600_000;
const ASKED: CalibrationRule = { required: true, repeatAfterHours: null };

inFreshWindow();
beforeEach(() => localStorage.clear());

const dialog = () => page.getByRole('dialog', { name: 'Measure this screen' });
const fits = () => page.getByRole('button', { name: 'It fits' });
const card = () => document.querySelector('.shape')?.getBoundingClientRect();
const canvases = () => [...document.querySelectorAll('canvas')];
const pxPerMm = (mm: number) => (card()?.width ?? 0) / mm;
const measuredHoursAgo = (hours: number) =>
  keepCalibration(displayFingerprint(), {
    pxPerMm: 5,
    by: 'ruler',
    at: new Date(Date.now() - hours * HOUR_MS).toISOString(),
  });

describe('measuring the display', () => {
  it('comes before the first tracing is seen, by keyboard alone, and goes with the answers', async () => {
    const client = await startReading({ questions: [REAL, REAL], display: { calibration: ASKED } });
    await expect.element(dialog()).toBeVisible();
    for (const canvas of canvases()) expect(getComputedStyle(canvas).visibility).toBe('hidden');
    expect(card()?.width).toBeCloseTo((85.6 * 96) / 25.4, 0);
    const slider = page.getByRole('slider', { name: 'Width of the drawn card' }).element() as HTMLInputElement;
    expect(Math.abs(slider.valueAsNumber - (card()?.width ?? 0))).toBeLessThanOrEqual(1);
    await userEvent.keyboard('p1{ArrowRight}{Shift>}{ArrowRight}{ArrowRight}{/Shift}');
    await expect.poll(() => card()?.width).toBeCloseTo(Math.round((85.6 * 96) / 25.4) + 21, 3);
    expect((card()?.width ?? 0) / (card()?.height ?? 1)).toBeCloseTo(85.6 / 53.98, 3);
    const measured = pxPerMm(85.6);
    const fittedAtMs = performance.now();
    await userEvent.keyboard('{Enter}');
    await expect.element(dialog()).not.toBeInTheDocument();
    for (const canvas of canvases()) expect(getComputedStyle(canvas).visibility).toBe('visible');
    await chooseByKey('1');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => client.received.length).toBe(1);
    const [sent] = client.received;
    expect(sent?.pxPerMm).toBeCloseTo(measured, 6);
    expect(sent).toMatchObject({
      calibratedBy: 'card',
      focusLost: 0,
      screenWidthPx: screen.width,
      screenHeightPx: screen.height,
      paperTheme: 'light',
    });
    expect(Math.abs(Date.parse(sent?.calibratedAt ?? '') - Date.now())).toBeLessThan(60_000);
    expect(sent?.responseTimeMs, 'measuring takes no time of the trial').toBeLessThanOrEqual(
      performance.now() - fittedAtMs,
    );
  });

  it('is done with a ruler and the mouse too', async () => {
    const client = await startReading({ questions: [REAL], display: { calibration: ASKED } });
    await page.getByLabelText('a ruler').click();
    const before = card() ?? new DOMRect();
    const shape = document.querySelector('.shape');
    vi.spyOn(Element.prototype, 'setPointerCapture').mockReturnValue();
    const at = { button: 0, pointerId: 1, bubbles: true, clientY: before.top + 5 };
    shape?.dispatchEvent(new PointerEvent('pointerdown', { ...at, clientX: before.right - 3 }));
    shape?.dispatchEvent(new PointerEvent('pointermove', { ...at, clientX: before.right + 57 }));
    shape?.dispatchEvent(new PointerEvent('pointerup', { ...at, clientX: before.right + 57 }));
    await expect.poll(() => card()?.width).toBeCloseTo(Math.round(before.width + 60), 3);
    const measured = pxPerMm(100);
    await fits().click();
    await chooseByKey('1');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => client.received.length).toBe(1);
    expect(client.received[0]?.calibratedBy).toBe('ruler');
    expect(client.received[0]?.pxPerMm).toBeCloseTo(measured, 6);
  });

  it('is asked only where the protocol says so', async () => {
    const client = await startReading({ questions: [REAL] });
    await chooseByKey('1');
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => client.received.length).toBe(1);
    expect(client.received[0]).toMatchObject({ calibratedAt: null, calibratedBy: null, pxPerMm: 96 / 25.4 });
  });

  it('is asked again once it is older than the protocol allows', async () => {
    measuredHoursAgo(25);
    await startReading({ questions: [REAL], display: { calibration: { required: true, repeatAfterHours: 24 } } });
    await expect.element(dialog()).toBeVisible();
  });

  it('is not asked while it is younger, and the paper has the size that was measured', async () => {
    measuredHoursAgo(23);
    await startReading({ questions: [REAL], display: { calibration: { required: true, repeatAfterHours: 24 } } });
    await frames(4);
    await expect.element(dialog()).not.toBeInTheDocument();
    const track = page.getByRole('scrollbar').element();
    // 30 s at 25 mm/s and 5 px/mm, less what is seen at once.
    const [paper] = canvases();
    const plot = (paper?.getBoundingClientRect().width ?? 0) - Math.max(56, (1 + 2 + 5 + 5) * 5);
    expect(Number(track.getAttribute('aria-valuemax'))).toBeCloseTo(30 * 25 * 5 - plot, -1);
  });

  it('covers the trial and is asked again when the display changes, and then goes on', async () => {
    measuredHoursAgo(1);
    const client = await startReading({ questions: [REAL, REAL], display: { calibration: ASKED } });
    await chooseByKey('1');
    const real = window.devicePixelRatio;
    vi.spyOn(window, 'devicePixelRatio', 'get').mockReturnValue(1.5);
    window.dispatchEvent(new Event('resize'));
    await expect.element(dialog()).toBeVisible();
    await expect.element(page.getByText(/has changed since it was measured/)).toBeVisible();
    for (const canvas of canvases()) expect(getComputedStyle(canvas).visibility).toBe('hidden');
    await userEvent.keyboard('{Escape}2');
    await expect.element(dialog()).toBeVisible();
    await fits().click();
    await expect.element(dialog()).not.toBeInTheDocument();
    vi.spyOn(window, 'devicePixelRatio', 'get').mockReturnValue(real);
    window.dispatchEvent(new Event('resize'));
    await frames(2);
    await expect.element(dialog()).not.toBeInTheDocument();
    await userEvent.keyboard('{Enter}');
    await expect.poll(() => client.received.length).toBe(1);
    expect(client.received[0]).toMatchObject({ answer: '1', focusLost: 1, pxPerMm: 5, calibratedBy: 'ruler' });
  });

  it('has a name for everything, enough contrast, and no text under 12 px', async () => {
    await startReading({ questions: [REAL], display: { calibration: ASKED } });
    await expect.element(dialog()).toBeVisible();
    const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } });
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
});
