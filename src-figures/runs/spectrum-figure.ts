import { chart, legend, straight, within } from '../drawing/chart.ts';
import { COLORS, seriesStyle } from '../drawing/colors.ts';
import { PAGE_WIDTH_PX, SMALL_SIZE, svgFigure, type FigureOptions } from '../drawing/figure.ts';
import { decadeTicks, roundTicks } from '../drawing/scale.ts';
import type { Spectrum } from './spectrum.ts';
import { lineThrough, textAt } from '../drawing/svg.ts';

export interface SpectrumCurve extends Spectrum {
  name: string;
}

/** Amplitude spectra of perturbations side by side, by decades, cut off where they leave the plane, from 0 Hz to half the sampling rate. */
export function spectrumFigure(
  curves: readonly SpectrumCurve[],
  options: FigureOptions & {
    /** Frequencies with a line and a word at its top. */
    marks?: readonly { hz: number; label: string }[];
  } = {},
): string {
  const { widthPx: width = PAGE_WIDTH_PX, marks = [] } = options;
  const top = Math.max(1e-6, ...curves.flatMap(({ density }) => density));
  const highest = Math.max(1, ...curves.flatMap(({ hz }) => hz));
  const domain = [top / 2000, top * 1.3] as const;
  const key = legend(
    curves.map(({ name }, index) => ({ label: name, ...seriesStyle(index) })),
    { x: 56, y: 4, width: width - 60 },
  );
  const height = 300 + key.height;
  return svgFigure(
    {
      title: options.title ?? 'Spectrum of the perturbation',
      description: `Amplitude density from 0 to ${Math.round(highest)} Hz of ${curves.map(({ name }) => name).join(', ')}.`,
      width,
      height,
    },
    key.svg,
    chart(
      {
        x0: 0,
        y0: key.height + 4,
        width,
        height: height - key.height - 4,
        x: { label: 'Frequency (Hz)', domain: [0, highest], ticks: roundTicks(0, highest, 10) },
        y: {
          label: 'Amplitude density (µV/√Hz)',
          domain,
          ticks: decadeTicks(...domain).filter((tick) => String(tick).replaceAll(/[0.]/g, '').startsWith('1')),
          log: true,
        },
      },
      (x, y) => {
        const marked = marks.map(
          ({ hz, label }) =>
            straight(x(hz), y.range[0], x(hz), y.range[1], { stroke: COLORS.axis, 'stroke-dasharray': '2 4' }) +
            textAt(x(hz) + 4, y.range[1] + 12, label, { size: SMALL_SIZE, fill: COLORS.muted }),
        );
        const lines = curves.map(({ hz, density }, index) => {
          const { color, dash } = seriesStyle(index);
          const points = hz.map((value, i) => [x(value), y(density[i] ?? 0)] as const);
          return lineThrough(points, { stroke: color, 'stroke-width': 1.6, 'stroke-dasharray': dash });
        });
        return [...marked, within(x, y, lines.join(''))].join('');
      },
    ),
  );
}
