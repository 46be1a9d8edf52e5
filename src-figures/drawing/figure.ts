import type { ClassList } from '../../src-shared/class-list.ts';
import { COLORS } from './colors.ts';
import { element, escapeXml, rounded } from './svg.ts';

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

/** The same of a figure that speaks of classes. */
export interface ClassFigureOptions extends FigureOptions {
  /** Those of the model; CinC 2017's if left out. */
  classes?: ClassList | undefined;
}

export interface FigureFrame {
  /** What it shows, for screen readers and as a tooltip. */
  title: string;
  /** What can be seen in it, with its numbers. */
  description: string;
  width: number;
  height: number;
  /** In print, instead of a CSS pixel for each unit; it is then set in the typeface that journals ask for. */
  widthMm?: number;
}

const TYPEFACE = "system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', 'DejaVu Sans', sans-serif";
const PRINT_TYPEFACE = 'Arial, Helvetica, sans-serif';

/** A whole SVG document of this size in CSS pixels, on the page's surface. */
export function svgFigure({ title, description, width, height, widthMm }: FigureFrame, ...children: string[]): string {
  const [across, down] = [Math.ceil(width), Math.ceil(height)];
  const inPrint = (units: number): string | number =>
    widthMm === undefined ? units : `${rounded((units * widthMm) / across)}mm`;
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      viewBox: `0 0 ${across} ${down}`,
      width: inPrint(across),
      height: inPrint(down),
      role: 'img',
      'font-family': widthMm === undefined ? TYPEFACE : PRINT_TYPEFACE,
      'font-size': TEXT_SIZE,
      fill: COLORS.text,
    },
    element('title', {}, escapeXml(title)),
    element('desc', {}, escapeXml(description)),
    element('rect', { width: '100%', height: '100%', fill: COLORS.surface }),
    ...children,
  );
}
