import { expect, vi } from 'vitest';
import { cdp } from 'vitest/browser';
import { render } from 'vitest-browser-svelte';

const PX_PER_MM = 96 / 25.4;
/** The light tokens, which hold on a page that sets none. */
export const [PAPER, SMALL, LARGE, TRACE] = ['fffdfb', 'f3d9d6', 'e3aaa4', '14181f'] as const;

/** What a chart has painted, read back from its canvas. */
export interface Drawing {
  canvas: HTMLCanvasElement;
  ratio: number;
  mmPx: number;
  /** Device px where the strip with the pulse ends and 0 s lies. */
  start: number;
  /** Device px of 0 mV: the middle. */
  zero: number;
  colorAt(x: number, y: number): string;
  darkness(x: number, y: number): number;
}

/**
 * Gives the page another pixel ratio. Must come before the chart is imported: a page whose ratio is emulated is told
 * of no change, and uPlot reads the ratio when it is loaded.
 */
export async function setPixelRatio(deviceScaleFactor: number): Promise<void> {
  const session = cdp() as unknown as { send(method: string, parameters?: object): Promise<unknown> };
  await session.send('Emulation.setDeviceMetricsOverride', {
    width: 1280,
    height: 720,
    deviceScaleFactor,
    mobile: false,
  });
  await vi.waitFor(() => expect(window.devicePixelRatio).toBe(deviceScaleFactor));
}

/** A chart 240 px high, in a room 800 px wide unless told, with 0 mV in the middle, drawn. */
export async function draw(
  samples: readonly number[],
  props: Record<string, unknown> = {},
  roomPx = 800,
): Promise<Drawing> {
  const { default: EcgChart } = await import('../../src-renderer/ecg/EcgChart.svelte');
  const target = document.createElement('div');
  target.style.width = `${roomPx}px`;
  document.body.replaceChildren(target);
  let painted = 0;
  await render(EcgChart, {
    target,
    props: {
      traces: [{ samples }],
      samplingHz: 100,
      unitsPerMv: 1000,
      pxPerMm: PX_PER_MM,
      height: 240,
      rangeMv: [-1, 1],
      baselineMv: 0,
      ariaLabel: 'ECG',
      onpaint: () => (painted += 1),
      ...props,
    },
  });
  await expect.poll(() => painted).toBeGreaterThan(0);
  const canvas = target.querySelector('canvas');
  const context = canvas?.getContext('2d');
  if (!canvas || !context) throw new Error('The chart drew no canvas.');
  const ratio = window.devicePixelRatio;
  await expect.poll(() => canvas.width).toBeGreaterThan((roomPx - 5) * ratio);
  const { width, height } = canvas;
  const { data } = context.getImageData(0, 0, width, height);
  const byte = (x: number, y: number, channel: number): number => data[(y * width + x) * 4 + channel] ?? 0;
  return {
    canvas,
    ratio,
    mmPx: PX_PER_MM * ratio,
    start: Math.round(56 * ratio),
    zero: height / 2,
    colorAt: (x, y) => [0, 1, 2].map((channel) => byte(x, y, channel).toString(16).padStart(2, '0')).join(''),
    // Over white, since a chart without paper is transparent.
    darkness: (x, y) => ((255 - byte(x, y, 0)) / 255) * (byte(x, y, 3) / 255),
  };
}

/** Middle of the tracing in a column, device px, within the first `rows`, by default those above the seconds: the darkness-weighted mean of rows that are darker than any grid. */
export function traceRow({ canvas, darkness, ratio }: Drawing, x: number, rows = canvas.height - 20 * ratio): number {
  let weight = 0;
  let sum = 0;
  for (let y = 0; y < rows; y++) {
    const dark = Math.max(0, darkness(x, y) - 0.15);
    weight += dark;
    sum += dark * (y + 0.5);
  }
  return sum / weight;
}

/** Ten seconds of one amplitude, ADC units. */
export const flat = (units: number): number[] => Array.from({ length: 1000 }, () => units);
