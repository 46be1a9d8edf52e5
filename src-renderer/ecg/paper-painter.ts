import type { PaperColors } from './paper-colors.ts';
import { calibrationPulseMm, gridLines, type GridLine, type PaperScale } from './paper-geometry.ts';

/** A part of the canvas, whole device px. */
export interface Area {
  left: number;
  top: number;
  width: number;
  height: number;
}

export interface PaperSheet {
  area: Area;
  /** Device pixel where the large lines cross from which all others are counted; may lie outside the area. */
  origin: { x: number; y: number };
  /** Device px per millimetre. */
  mmPx: number;
  pixelRatio: number;
  colors: PaperColors;
}

/** Width of lines in whole device px: never thinner than one, heavier only where the screen is fine enough. */
function lineWidths(pixelRatio: number): { small: number; large: number } {
  return { small: Math.max(1, Math.floor(pixelRatio / 2)), large: Math.max(1, Math.round(pixelRatio * 0.8)) };
}

/** Paper and its squares, as filled rectangles on whole pixels: nothing is anti-aliased. Large lines lie on top. */
export function paintPaper(ctx: CanvasRenderingContext2D, sheet: PaperSheet): void {
  const { area, origin, mmPx, pixelRatio, colors } = sheet;
  const widths = lineWidths(pixelRatio);
  const columns = gridLines({ originPx: origin.x, fromPx: area.left, toPx: area.left + area.width, mmPx });
  const rows = gridLines({ originPx: origin.y, fromPx: area.top, toPx: area.top + area.height, mmPx });
  ctx.save();
  ctx.beginPath();
  ctx.rect(area.left, area.top, area.width, area.height);
  ctx.clip();
  ctx.fillStyle = colors.paper;
  ctx.fillRect(area.left, area.top, area.width, area.height);
  for (const large of [false, true]) {
    const width = large ? widths.large : widths.small;
    const start = ({ centrePx }: GridLine): number => Math.round(centrePx - width / 2);
    ctx.fillStyle = large ? colors.large : colors.small;
    for (const line of columns) if (line.large === large) ctx.fillRect(start(line), area.top, width, area.height);
    for (const line of rows) if (line.large === large) ctx.fillRect(area.left, start(line), area.width, width);
  }
  ctx.restore();
}

/** The pulse ⎍ with its foot on the sheet's origin row, before its origin column, where the tracing starts. */
export function paintCalibrationPulse(
  ctx: CanvasRenderingContext2D,
  sheet: PaperSheet,
  scale: Omit<PaperScale, 'pxPerMm'>,
): void {
  const { area, origin, mmPx, pixelRatio, colors } = sheet;
  const width = Math.max(1, Math.round(1.1 * pixelRatio));
  const corners = calibrationPulseMm(scale).map(([x, y]) => ({
    x: origin.x + Math.round(x * mmPx),
    y: origin.y - Math.round(y * mmPx),
  }));
  ctx.save();
  ctx.beginPath();
  ctx.rect(area.left, area.top, area.width, area.height);
  ctx.clip();
  ctx.fillStyle = colors.trace;
  // Rectangles, not a stroked line: its edges then lie on whole pixels.
  for (const [index, to] of corners.entries()) {
    const from = corners[index - 1] ?? to;
    const [left, top] = [Math.min(from.x, to.x), Math.min(from.y, to.y)];
    ctx.fillRect(left, top, Math.abs(to.x - from.x) + width, Math.abs(to.y - from.y) + width);
  }
  ctx.restore();
}

/** Clear of a frame that may lie over the edge, CSS px. */
const MARK_INSET_PX = 4;

/** A small triangle at the edge of the paper that the tracing leaves. */
export function paintClippedMark(
  ctx: CanvasRenderingContext2D,
  area: Area,
  mark: { x: number; side: 'above' | 'below'; pixelRatio: number; color: string },
): void {
  const size = 4 * mark.pixelRatio;
  const inset = MARK_INSET_PX * mark.pixelRatio;
  const edge = mark.side === 'above' ? area.top + inset : area.top + area.height - inset;
  const inward = mark.side === 'above' ? 1 : -1;
  ctx.save();
  ctx.fillStyle = mark.color;
  ctx.beginPath();
  ctx.moveTo(mark.x, edge);
  ctx.lineTo(mark.x + size, edge + inward * size * 1.5);
  ctx.lineTo(mark.x - size, edge + inward * size * 1.5);
  ctx.closePath();
  ctx.fill();
  ctx.restore();
}
