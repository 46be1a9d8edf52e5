import uPlot from 'uplot';
import { canvasColor, type PaperColors } from './paper-colors.ts';
import { clippedPositions, showsPulse, type PaperScale } from './paper-geometry.ts';
import { paintMillivoltLabels, paintTimeLabels } from './paper-labels.ts';
import { paintCalibrationPulse, paintClippedMark, paintPaper, type PaperSheet } from './paper-painter.ts';
import { scaleLimits, tracePath } from './trace-path.ts';
import { textWidth, UNDERLAY } from '../../src-figures/index.ts';
import { upTo } from '../../src-shared/format/number.ts';

/** What the drawing hooks read each time they draw; all of it may have changed since the last time. */
export interface DrawingFacts extends PaperScale {
  colors: PaperColors;
  /** How far the paper is scrolled, CSS px. */
  scrollPx: number;
  /** The amplitude that lies on a large line and that the pulse stands on, mV. */
  baselineMv: number;
}

export interface SeriesStyle {
  /** CSS colour, or a token as `var(--name)`; without it the token `--trace`. */
  color?: string | undefined;
  /** It lies under the next one, from which it hardly differs: drawn so that both are seen. */
  under?: boolean | undefined;
}

export interface EcgPlotOptions {
  series: readonly SeriesStyle[];
  gutterPx: number;
  paper: boolean;
  unit: 'mV' | 'µV';
  facts: () => DrawingFacts;
  painted: () => void;
}

const TRACE_WIDTH_PX = 1.1;
const FONT_PX = 12;
const FONT = `${FONT_PX}px system-ui, sans-serif`;

type Options = Omit<uPlot.Options, 'width' | 'height'>;

/** uPlot's options for a tracing: on paper with the pulse at its left, or with axes (a perturbation in µV). */
export function ecgPlotOptions({ series, gutterPx, paper, unit, facts, painted }: EcgPlotOptions): Options {
  return {
    pxAlign: 0,
    padding: paper ? [0, 0, 0, gutterPx] : [8, 0, 0, 0],
    cursor: { show: false },
    legend: { show: false },
    select: { show: false, left: 0, top: 0, width: 0, height: 0 },
    scales: { x: { time: false, auto: false }, y: { auto: false } },
    axes: paper ? [{ show: false }, { show: false }] : measuringAxes(gutterPx, unit, facts),
    series: [
      {},
      ...series.map(({ color, under = false }) => ({
        stroke: (u: uPlot) => (color === undefined ? facts().colors.trace : canvasColor(u.root, color)),
        width: under ? UNDERLAY.widthPx : TRACE_WIDTH_PX,
        alpha: under ? UNDERLAY.opacity : 1,
        paths: tracePath,
        points: { show: false },
        pxAlign: 0,
      })),
    ],
    hooks: {
      drawClear: paper ? [(u) => drawPaper(u, facts())] : [],
      draw: [
        (u) => {
          if (paper) drawClippedMarks(u, facts());
          painted();
        },
      ],
    },
  };
}

function measuringAxes(gutterPx: number, unit: 'mV' | 'µV', facts: () => DrawingFacts): uPlot.Axis[] {
  const shared: uPlot.Axis = {
    font: FONT,
    stroke: () => facts().colors.muted,
    grid: { stroke: () => facts().colors.line, width: 1 },
    ticks: { show: false },
  };
  const perMv = unit === 'µV' ? 1000 : 1;
  return [
    { ...shared, size: 28, values: (u, seconds) => seconds.map((s) => whole(u, s, `${upTo(s, 3)} s`)) },
    {
      ...shared,
      size: gutterPx,
      space: 24,
      values: (_, values) => values.map((mv) => `${upTo(mv * perMv, 3)} ${unit}`),
    },
  ];
}

/** The text of a tick, if there is room for all of it before the right edge. */
function whole(u: uPlot, seconds: number, text: string): string {
  const { left, width } = u.bbox;
  const right = u.valToPos(seconds, 'x', true) + (uPlot.pxRatio * textWidth(text, FONT_PX)) / 2;
  return right > left + width ? '' : text;
}

function drawPaper(u: uPlot, facts: DrawingFacts): void {
  const pixelRatio = uPlot.pxRatio;
  const { left, top, width, height } = u.bbox;
  const mmPx = facts.pxPerMm * pixelRatio;
  const originY = Math.round(u.valToPos(facts.baselineMv, 'y', true));
  const sheet = (area: PaperSheet['area'], originX: number): PaperSheet => ({
    area,
    origin: { x: originX, y: originY },
    mmPx,
    pixelRatio,
    colors: facts.colors,
  });
  const start = Math.round(left);
  const gutter = sheet({ left: 0, top, width: start, height }, start);
  const plot = sheet({ left: start, top, width, height }, start - Math.round(facts.scrollPx * pixelRatio));
  paintPaper(u.ctx, gutter);
  paintPaper(u.ctx, plot);
  paintTimeLabels(u.ctx, plot, facts);
  paintMillivoltLabels(u.ctx, gutter, facts);
  if (showsPulse(facts)) paintCalibrationPulse(u.ctx, gutter, facts);
  u.ctx.fillStyle = facts.colors.label;
  u.ctx.globalAlpha = 0.5;
  u.ctx.fillRect(start, top, Math.max(1, Math.round(pixelRatio)), height);
  u.ctx.globalAlpha = 1;
}

function drawClippedMarks(u: uPlot, facts: DrawingFacts): void {
  const x = scaleLimits(u, 'x');
  const y = scaleLimits(u, 'y');
  const times = u.data[0];
  if (x === null || y === null) return;
  const [from, to] = [u.valToIdx(x.min), u.valToIdx(x.max) + 1];
  const { left, top, width, height } = u.bbox;
  for (const values of u.data.slice(1)) {
    for (const { index, side } of clippedPositions(values as ArrayLike<number | null>, [y.min, y.max], from, to)) {
      const x = u.valToPos(times[index] ?? 0, 'x', true);
      const mark = { x, side, pixelRatio: uPlot.pxRatio, color: facts.colors.trace };
      paintClippedMark(u.ctx, { left, top, width, height }, mark);
    }
  }
}
