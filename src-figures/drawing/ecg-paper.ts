import { COLORS } from './colors.ts';
import { element, rounded } from './svg.ts';

/** CSS pixels per millimetre; in print, exactly a millimetre of paper. */
export const PX_PER_MM = 96 / 25.4;

/** Squares of 1 and 5 mm over an area of this size from the corner (0, 0). */
export function ecgPaper(widthMm: number, heightMm: number): string {
  const width = widthMm * PX_PER_MM;
  const height = heightMm * PX_PER_MM;
  return [
    element('rect', { width, height, fill: COLORS.paper }),
    element('path', { d: squares(widthMm, heightMm, 1), stroke: COLORS.paperSmall, 'stroke-width': 0.5, fill: 'none' }),
    element('path', { d: squares(widthMm, heightMm, 5), stroke: COLORS.paperLarge, 'stroke-width': 0.8, fill: 'none' }),
  ].join('');
}

function squares(widthMm: number, heightMm: number, stepMm: number): string {
  const right = rounded(widthMm * PX_PER_MM);
  const bottom = rounded(heightMm * PX_PER_MM);
  const lines: string[] = [];
  for (let mm = 0; mm <= widthMm + 1e-9; mm += stepMm) lines.push(`M${rounded(mm * PX_PER_MM)} 0V${bottom}`);
  for (let mm = 0; mm <= heightMm + 1e-9; mm += stepMm) lines.push(`M0 ${rounded(mm * PX_PER_MM)}H${right}`);
  return lines.join('');
}
