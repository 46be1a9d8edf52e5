import axe from 'axe-core';
import { describe, expect, it, vi } from 'vitest';
import { page, userEvent } from 'vitest/browser';
import { frames, inFreshWindow, next, REAL, startReading } from './open-reading.ts';

inFreshWindow();

const MAY = { speed: true, gain: true, amplitudeZoom: true, filter: false };
const PX_PER_SAMPLE = (25 * 96) / 25.4 / 300;
const leg = (name: string) => document.querySelector<HTMLElement>(`[data-leg="${name}"]`);
const texts = () => [...document.querySelectorAll('.overlay .text')].map(({ textContent }) => textContent);
const press = (name: string) => page.getByRole('button', { name, exact: true }).click();
const left = (name: string) => leg(name)?.getBoundingClientRect().left ?? Number.NaN;

async function start() {
  const client = await startReading({ questions: [REAL, REAL], display: { calipers: true, readerMay: MAY } });
  await frames(4);
  return client;
}

async function answer(): Promise<void> {
  await userEvent.keyboard('1');
  await expect.element(next()).toBeEnabled();
  await userEvent.keyboard('{Enter}');
}

describe('calipers', () => {
  it('are there only where the protocol lets readers measure', async () => {
    await startReading({ questions: [REAL] });
    await expect.element(page.getByRole('group', { name: 'Calipers' })).not.toBeInTheDocument();
  });

  it('measure an interval by keyboard alone, on both tracings, to the sample', async () => {
    const client = await start();
    const button = page.getByRole('button', { name: 'Interval' }).element() as HTMLElement;
    button.focus();
    await userEvent.keyboard('{Enter}');
    await expect.poll(texts).toEqual(['1000 ms, 60 bpm', '1000 ms, 60 bpm']);
    await expect.poll(() => document.activeElement).toBe(leg('interval to'));
    const before = left('interval to');
    await userEvent.keyboard('{ArrowLeft}');
    await expect.poll(() => texts()[0]).toBe('997 ms, 60 bpm');
    expect(before - left('interval to')).toBeCloseTo(PX_PER_SAMPLE, 1);
    await userEvent.keyboard('{Shift>}{ArrowLeft}{/Shift}');
    await expect.poll(() => texts()[0]).toBe('963 ms, 62 bpm');
    expect(leg('interval to')?.getAttribute('aria-valuetext')).toBe('963 ms, 62 bpm');
    // Arrows of a leg move no paper and choose no answer.
    expect(document.querySelector('[aria-pressed="true"][data-answer]')).toBeNull();
    await answer();
    await expect.poll(() => client.received.length).toBe(1);
    const used = client.received[0]?.events.filter(({ kind }) => kind === 'caliper').map(({ value }) => value);
    expect(used).toContain('interval 963 ms, 62 bpm');
    // The next pair begins without.
    await expect.poll(texts).toEqual([]);
  });

  it('measure the same at every scale', async () => {
    await start();
    await press('Interval');
    await press('Amplitude');
    await expect.poll(texts).toEqual(['1000 ms, 60 bpm', '1.00 mV', '1000 ms, 60 bpm', '1.00 mV']);
    const span = () => left('interval to') - left('interval from');
    const [slow] = [span()];
    await page.getByRole('combobox', { name: 'Speed of the paper' }).selectOptions('50 mm/s');
    await page.getByRole('combobox', { name: 'Gain of the paper' }).selectOptions('20 mm/mV');
    await userEvent.keyboard('{Home}');
    await expect.poll(() => texts()[0]).toBe('1000 ms, 60 bpm');
    expect(texts()).toContain('1.00 mV');
    const track = page.getByRole('scrollbar').element() as HTMLElement;
    track.focus();
    await userEvent.keyboard('{ArrowRight}{ArrowRight}{ArrowRight}{ArrowRight}');
    await expect.poll(span).toBeCloseTo(2 * slow, 0);
  });

  it('are dragged with the mouse, both legs with Shift', async () => {
    await start();
    await press('Interval');
    await expect.poll(() => leg('interval from')).not.toBeNull();
    vi.spyOn(Element.prototype, 'setPointerCapture').mockReturnValue();
    const drag = (name: string, byPx: number, shiftKey: boolean) => {
      const x = left(name) + 5;
      const at = { button: 0, pointerId: 1, bubbles: true, shiftKey };
      leg(name)?.dispatchEvent(new PointerEvent('pointerdown', { ...at, clientX: x }));
      leg(name)?.dispatchEvent(new PointerEvent('pointermove', { ...at, clientX: x + byPx }));
      leg(name)?.dispatchEvent(new PointerEvent('pointerup', { ...at, clientX: x + byPx }));
    };
    drag('interval to', -30 * PX_PER_SAMPLE, false);
    await expect.poll(() => texts()[0]).toBe('900 ms, 67 bpm');
    const before = left('interval from');
    drag('interval to', 60 * PX_PER_SAMPLE, true);
    await expect.poll(() => left('interval from') - before).toBeCloseTo(60 * PX_PER_SAMPLE, 0);
    expect(texts()[0]).toBe('900 ms, 67 bpm');
  });

  it('snap to the waves on request, march out, and are taken away', async () => {
    const client = await start();
    await press('Interval');
    // Both legs near an R peak: beats are one second apart, with the peak at 0.4 s.
    await expect.poll(() => document.activeElement).toBe(leg('interval to'));
    const at = (name: string) => Number(leg(name)?.getAttribute('aria-valuenow'));
    for (const name of ['interval from', 'interval to']) {
      leg(name)?.focus();
      const off = at(name) % 300;
      const key = off > 120 ? '{ArrowLeft}' : '{ArrowRight}';
      await userEvent.keyboard(`{Shift>}${key.repeat(Math.round(Math.abs(off - 120) / 10))}{/Shift}${key}${key}`);
      await userEvent.keyboard('s');
      await expect.poll(() => at(name) % 300).toBe(120);
    }
    await expect.poll(() => texts()[0]).toBe('1000 ms, 60 bpm');
    await press('March out');
    const legs = () =>
      [...document.querySelectorAll('section:first-child .march')].map((each) => each.getBoundingClientRect().left);
    await expect.poll(() => legs().length).toBeGreaterThan(8);
    const gaps = legs()
      .slice(1)
      .map((each, index) => each - (legs()[index] ?? 0));
    for (const gap of gaps) {
      const intervals = gap / PX_PER_SAMPLE / 300;
      expect(Math.abs(intervals - Math.round(intervals))).toBeLessThan(0.01);
    }
    leg('interval to')?.focus();
    await userEvent.keyboard('{Delete}');
    await expect.poll(texts).toEqual([]);
    await answer();
    await expect.poll(() => client.received.length).toBe(1);
    const used = client.received[0]?.events.filter(({ kind }) => kind === 'caliper').map(({ value }) => value);
    expect(used).toEqual(expect.arrayContaining(['interval 1000 ms, 60 bpm', 'march on', 'interval removed']));
  });

  it('have names and values, and enough contrast', async () => {
    await start();
    await press('Interval');
    await press('Amplitude');
    await press('March out');
    const { violations } = await axe.run(document.body, { rules: { region: { enabled: false } } });
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
  });
});
