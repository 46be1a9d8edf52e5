import { COLORS } from './colors.ts';
import { SMALL_SIZE, TEXT_SIZE } from './figure.ts';
import { linearScale, logScale, type Scale } from './scale.ts';
import { element, lineThrough, rounded, textAt, textWidth, type Attributes } from './svg.ts';

export interface Axis {
  /** With its unit. */
  label: string;
  domain: readonly [number, number];
  ticks: readonly number[];
  /** How a tick is written. */
  text?: (value: number) => string;
  log?: boolean;
}

type Mark = 'dot' | 'filled-diamond' | 'triangle' | 'open-triangle';

export interface LegendEntry {
  label: string;
  color: string;
  dash?: string | undefined;
  /** A line, thin or thick, a line with a dot, a diamond on a line, one of these marks alone, or a filled or an open area. */
  mark?: 'line' | 'thick-line' | 'line-dot' | 'diamond' | Mark | 'area' | 'open-area';
}

export interface ChartFrame {
  /** Of the whole chart with its axes, pixels. */
  x0: number;
  y0: number;
  width: number;
  height: number;
  x: Axis;
  y: Axis;
}

const LEFT = 56;
const BOTTOM = 44;
const TOP = 8;
const RIGHT = 14;

/** Axes with ticks, units and light lines at the ticks of y, and between them what `draw` draws with the two scales. */
export function chart(frame: ChartFrame, draw: (x: Scale, y: Scale) => string): string {
  const { x0, y0, width, height } = frame;
  const left = x0 + LEFT;
  const right = x0 + width - RIGHT;
  const top = y0 + TOP;
  const bottom = y0 + height - BOTTOM;
  const x = (frame.x.log ? logScale : linearScale)(frame.x.domain, [left, right]);
  const y = (frame.y.log ? logScale : linearScale)(frame.y.domain, [bottom, top]);
  const { text: xText = String, ticks: xTicks } = frame.x;
  const { text: yText = String, ticks: yTicks } = frame.y;
  return [
    ...yTicks.map((tick) => straight(left, y(tick), right, y(tick), { stroke: COLORS.line })),
    ...yTicks.map((tick) =>
      textAt(left - 8, y(tick) + 4, yText(tick), { anchor: 'end', size: SMALL_SIZE, fill: COLORS.muted }),
    ),
    ...xTicks.map((tick) => straight(x(tick), bottom, x(tick), bottom + 4, { stroke: COLORS.axis })),
    ...thinned(xTicks, x, xText).map((tick) =>
      textAt(x(tick), bottom + 17, xText(tick), { anchor: 'middle', size: SMALL_SIZE, fill: COLORS.muted }),
    ),
    straight(left, bottom, right, bottom, { stroke: COLORS.axis }),
    textAt((left + right) / 2, y0 + height - 8, frame.x.label, { anchor: 'middle' }),
    textAt(x0 + 13, (top + bottom) / 2, frame.y.label, { anchor: 'middle', rotate: -90 }),
    draw(x, y),
  ].join('');
}

/** What was drawn with the two scales, cut off where it leaves the plane between the axes. */
export function within(x: Scale, y: Scale, content: string): string {
  const [left, right] = x.range;
  const [bottom, top] = y.range;
  const size = { width: right - left, height: bottom - top };
  // A nested svg clips without needing an id, which could occur twice on a page.
  const viewBox = [left, top, size.width, size.height].map(rounded).join(' ');
  return element('svg', { x: left, y: top, ...size, viewBox, overflow: 'hidden' }, content);
}

/** The ticks whose labels fit beside the previous one. */
function thinned(ticks: readonly number[], scale: Scale, text: (value: number) => string): number[] {
  let end = -Infinity;
  return ticks.filter((tick) => {
    const half = textWidth(text(tick), SMALL_SIZE) / 2;
    if (scale(tick) - half < end + 6) return false;
    end = scale(tick) + half;
    return true;
  });
}

export function straight(x1: number, y1: number, x2: number, y2: number, attributes: Attributes): string {
  return element('line', { x1, y1, x2, y2, ...attributes });
}

/** A point with its interval, from low to high on y. */
export function pointWithInterval(
  at: { x: number; y: number; low?: number | undefined; high?: number | undefined },
  color: string,
): string {
  const { x, y, low, high } = at;
  const bar =
    low === undefined || high === undefined ? '' : straight(x, low, x, high, { stroke: color, 'stroke-width': 1.5 });
  return bar + element('circle', { cx: x, cy: y, r: 3.2, fill: color });
}

const LEGEND_ROW = 20;

/** Entries side by side, wrapped to the width, and the height that they take. */
export function legend(
  entries: readonly LegendEntry[],
  at: { x: number; y: number; width: number },
): { svg: string; height: number } {
  let x = at.x;
  let row = 0;
  const parts = entries.map((entry) => {
    const width = 26 + textWidth(entry.label, TEXT_SIZE) + 18;
    if (x > at.x && x + width - 18 > at.x + at.width) {
      x = at.x;
      row += 1;
    }
    const y = at.y + row * LEGEND_ROW + 10;
    const svg = mark(entry, x, y) + textAt(x + 26, y + 4, entry.label);
    x += width;
    return svg;
  });
  return { svg: parts.join(''), height: entries.length === 0 ? 0 : (row + 1) * LEGEND_ROW };
}

function mark({ color, dash, mark: shape = 'line' }: LegendEntry, x: number, y: number): string {
  if (shape === 'area')
    return element('rect', { x, y: y - 5, width: 20, height: 10, fill: color, 'fill-opacity': 0.35 });
  if (shape === 'open-area')
    return element('rect', { x, y: y - 5, width: 20, height: 10, fill: COLORS.surface, stroke: color });
  if (shape === 'thick-line') return straight(x, y, x + 20, y, { stroke: color, 'stroke-width': 3 });
  const line = shape.startsWith('line')
    ? lineThrough(
        [
          [x, y],
          [x + 20, y],
        ],
        { stroke: color, 'stroke-width': 2, 'stroke-dasharray': dash },
      )
    : '';
  if (shape === 'diamond') return line + diamond(x + 10, y, color);
  if (shape === 'triangle') return triangle(x + 10, y, 'up');
  if (shape === 'open-triangle') return triangle(x + 10, y, 'down');
  if (shape === 'filled-diamond') return filledDiamond(x + 10, y, color);
  return shape === 'line' ? line : line + element('circle', { cx: x + 10, cy: y, r: 3.2, fill: color });
}

/** Filled upwards, open downwards, about its middle. */
export function triangle(x: number, y: number, to: 'up' | 'down'): string {
  const d =
    to === 'up'
      ? `M${rounded(x - 3.5)} ${rounded(y + 3)}h7l-3.5 -6z`
      : `M${rounded(x - 3.5)} ${rounded(y - 3)}h7l-3.5 6z`;
  return element('path', { d, fill: to === 'up' ? COLORS.text : COLORS.surface, stroke: COLORS.text });
}

/** Marks what is over all readers. */
export function filledDiamond(x: number, y: number, color: string): string {
  return element('path', { d: `M${rounded(x)} ${rounded(y - 5)}l5 5l-5 5l-5 -5z`, fill: color });
}

/** Marks the paper's own figures. */
export function diamond(x: number, y: number, color: string): string {
  return element('path', {
    d: `M${rounded(x)} ${rounded(y - 5)}l5 5l-5 5l-5 -5z`,
    fill: COLORS.surface,
    stroke: color,
    'stroke-width': 1.6,
  });
}
