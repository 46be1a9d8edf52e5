import { COLORS } from './colors.ts';
import { element, escapeXml } from './svg.ts';

/** As wide as an A4 page between margins of 15 mm, in CSS pixels, so that a millimetre of ECG paper is one in print. */
export const PAGE_WIDTH_PX = 680;
export const TEXT_SIZE = 12;
export const SMALL_SIZE = 12;

/** What every figure takes besides its data. */
export interface FigureOptions {
  /** Instead of the figure's own title. */
  title?: string | undefined;
  widthPx?: number | undefined;
}

export interface FigureFrame {
  /** What it shows, for screen readers and as a tooltip. */
  title: string;
  /** What can be seen in it, with its numbers. */
  description: string;
  width: number;
  height: number;
}

/** A whole SVG document of this size in CSS pixels, on the page's surface. */
export function svgFigure({ title, description, width, height }: FigureFrame, ...children: string[]): string {
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${Math.ceil(width)} ${Math.ceil(height)}`,
      width: Math.ceil(width),
      height: Math.ceil(height),
      role: 'img',
      'font-family': "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif",
      'font-size': TEXT_SIZE,
      fill: COLORS.text,
    },
    element('title', {}, escapeXml(title)),
    element('desc', {}, escapeXml(description)),
    element('rect', { width: '100%', height: '100%', fill: COLORS.surface }),
    ...children,
  );
}
