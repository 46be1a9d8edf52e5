import { visibleText } from '../../src-shared/format/hidden-characters.ts';

/** SVG as text: how figures are written in the report, in the window and in files. */
export type Attributes = Record<string, string | number | undefined>;

/** An element; numbers are rounded to hundredths, children are SVG text already. */
export function element(name: string, attributes: Attributes, ...children: string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? rounded(value) : escapeXml(String(value))}"`)
    .join('');
  return children.length === 0 ? `<${name}${written}/>` : `<${name}${written}>${children.join('')}</${name}>`;
}

/** What no XML document may hold, however it is written: controls but tabs and line breaks, and two non-characters. */
const FORBIDDEN = /(?![\t\n\r])[\p{Cc}\ufffe\uffff]/gu;

/** Text content or the value of an attribute. */
export function escapeXml(text: string): string {
  const allowed = text.toWellFormed().replaceAll(FORBIDDEN, '\ufffd');
  return allowed.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;');
}

/** At most two decimals: a hundredth of a pixel, a fortieth of 10 µV on paper. */
export function rounded(value: number): string {
  return String(Math.round(value * 100) / 100);
}

export interface TextOptions {
  anchor?: 'start' | 'middle' | 'end';
  size?: number;
  weight?: number;
  fill?: string;
  /** Degrees, about the point itself. */
  rotate?: number;
}

/** A line of text whose baseline begins, is centred or ends at (x, y). */
export function textAt(x: number, y: number, content: string, options: TextOptions = {}): string {
  const { anchor, size, weight, fill, rotate } = options;
  return element(
    'text',
    {
      x,
      y,
      'text-anchor': anchor === 'start' ? undefined : anchor,
      'font-size': size,
      'font-weight': weight,
      fill,
      transform: rotate === undefined ? undefined : `rotate(${rotate} ${rounded(x)} ${rounded(y)})`,
    },
    escapeXml(content),
  );
}

/** The `d` of a path through the points, pixels. */
function pathThrough(points: readonly (readonly [number, number])[]): string {
  return points.map(([x, y], i) => `${i === 0 ? 'M' : i === 1 ? 'L' : ' '}${rounded(x)} ${rounded(y)}`).join('');
}

/** A line through the points, with round joins. */
export function lineThrough(points: readonly (readonly [number, number])[], attributes: Attributes): string {
  return element('path', { d: pathThrough(points), fill: 'none', 'stroke-linejoin': 'round', ...attributes });
}

/** The text, cut with an ellipsis where even a wide typeface might not fit it; hidden characters are spelled out. */
export function fitted(text: string, widthPx: number, size: number, weight = 400): string {
  const shown = [...visibleText(text)];
  const room = Math.floor(widthPx / (size * (weight >= 600 ? WIDEST_BOLD : WIDEST)));
  return shown.length <= room
    ? shown.join('')
    : `${shown
        .slice(0, Math.max(1, room - 1))
        .join('')
        .trimEnd()}…`;
}

/** In so much room `fitted` cuts nothing off, px. */
export const roomFor = (text: string, size: number, weight = 400): number =>
  Math.ceil([...text].length * size * (weight >= 600 ? WIDEST_BOLD : WIDEST));

/** Of the size of the text. */
const CHARACTER = 0.55;
const WIDEST = 0.6;
const WIDEST_BOLD = 0.7;

/** Roughly how wide a text is in the interface's font, pixels: enough to place it, not to justify it. */
export function textWidth(text: string, size: number): number {
  return text.length * size * CHARACTER;
}
