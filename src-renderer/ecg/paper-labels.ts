import { decimal, upTo } from '../../src-shared/format/number.ts';
import { pxPerMv, pxPerSecond, showsPulse, type PaperScale } from './paper-geometry.ts';
import type { PaperSheet } from './paper-painter.ts';

const SECONDS = [0.1, 0.2, 0.5, 1, 2, 5, 10];
const MILLIVOLTS = [0.1, 0.2, 0.5, 1, 2, 5];
/** Room that a label takes along its axis, CSS px. */
const SECOND_ROOM_PX = 60;
const MILLIVOLT_ROOM_PX = 36;
const FONT_PX = 12;
/** Clear of the frame that may lie over the paper's edge, CSS px. */
const INSET_PX = 6;

/** How many seconds lie between two labels. */
const secondStep = (scale: PaperScale): number =>
  SECONDS.find((step) => step * pxPerSecond(scale) >= SECOND_ROOM_PX) ?? 10;

/** How many millivolts lie between two labels. */
const millivoltStep = (scale: PaperScale): number =>
  MILLIVOLTS.find((step) => step * pxPerMv(scale) >= MILLIVOLT_ROOM_PX) ?? 5;

function inkOf(ctx: CanvasRenderingContext2D, { pixelRatio, colors, area }: PaperSheet): (px: number) => number {
  ctx.font = `${FONT_PX * pixelRatio}px system-ui, sans-serif`;
  ctx.fillStyle = colors.label;
  ctx.textAlign = 'center';
  ctx.textBaseline = 'alphabetic';
  ctx.beginPath();
  ctx.rect(area.left, area.top, area.width, area.height);
  ctx.clip();
  return (px) => Math.round(px * pixelRatio);
}

/** Seconds since the start of the tracing along the bottom, and the scale at the right of the top. */
export function paintTimeLabels(ctx: CanvasRenderingContext2D, sheet: PaperSheet, scale: PaperScale): void {
  const { area, origin, mmPx } = sheet;
  ctx.save();
  const px = inkOf(ctx, sheet);
  const step = secondStep(scale);
  const stepPx = step * scale.paperSpeedMmPerS * mmPx;
  const right = area.left + area.width;
  for (let at = Math.max(1, Math.ceil((area.left - origin.x) / stepPx)); ; at++) {
    const x = origin.x + Math.round(at * stepPx);
    // Whole, or not at all.
    if (x > right - px(FONT_PX)) break;
    ctx.fillText(`${upTo(at * step, 1)} s`, x, area.top + area.height - px(INSET_PX));
  }
  ctx.textAlign = 'right';
  const printed = `${upTo(scale.paperSpeedMmPerS, 2)} mm/s   ${upTo(scale.gainMmPerMv, 2)} mm/mV`;
  ctx.fillText(printed, right - px(INSET_PX + 2), area.top + px(FONT_PX + INSET_PX));
  ctx.restore();
}

/** Millivolts above the foot of the pulse, in the strip at the left; beside the pulse there is room for a number only. */
export function paintMillivoltLabels(ctx: CanvasRenderingContext2D, sheet: PaperSheet, scale: PaperScale): void {
  const { area, origin, mmPx } = sheet;
  ctx.save();
  const px = inkOf(ctx, sheet);
  ctx.textAlign = 'right';
  const step = millivoltStep(scale);
  const stepPx = step * scale.gainMmPerMv * mmPx;
  // Clear of the number of the tracing at the top and of its edge at the bottom.
  const [top, bottom] = [area.top + px(28 + FONT_PX), area.top + area.height - px(INSET_PX)];
  for (let at = Math.ceil((origin.y - bottom) / stepPx); at <= (origin.y - top) / stepPx; at++) {
    const mv = at * step;
    const beside = showsPulse(scale) && mv >= 0 && mv <= 1;
    const text = `${decimal(mv, step < 1 ? 1 : 0)}${beside ? '' : ' mV'}`;
    ctx.fillText(text, area.left + area.width - px(3), origin.y - Math.round(at * stepPx) - px(2));
  }
  ctx.restore();
}
