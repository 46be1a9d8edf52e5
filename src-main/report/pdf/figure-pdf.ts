import { svgFile } from '../../../src-figures/index.ts';
import { parseXml } from '../../ecg/xml/parse-xml.ts';
import type { XmlElement } from '../../ecg/xml/element.ts';
import { lineOf, pdfOf, type Pdf } from './pdf-document.ts';

const POINTS_PER_MM = 72 / 25.4;

/** What an element hands down to those in it. */
const INHERITED = new Set([
  ...['fill', 'fill-opacity', 'stroke', 'stroke-opacity', 'stroke-width', 'stroke-dasharray', 'stroke-linejoin'],
  ...['font-size', 'font-weight', 'text-anchor'],
]);
/** Of an element itself, besides those above. */
const OWN = new Set([
  ...['x', 'y', 'width', 'height', 'x1', 'y1', 'x2', 'y2', 'cx', 'cy', 'r', 'd', 'transform', 'overflow'],
  ...['viewBox', 'role', 'font-family', 'xmlns'],
]);

interface Scope {
  style: ReadonlyMap<string, string>;
  /** What percentages are of, units. */
  width: number;
  height: number;
}

/**
 * A figure of ours as a PDF of one page, as large as the figure is in print, with the same vectors and its text as text.
 * Throws Error where the figure has an element or attribute that is not drawn here.
 */
export async function figurePdf(svg: string, at: Date): Promise<Buffer> {
  const root = parseXml(Buffer.from(svgFile(svg)), 'the figure');
  const [, , unitsWide = 0, unitsHigh = 0] = (root.attributes.get('viewBox') ?? '').split(' ').map(Number);
  const scale = (Number.parseFloat(root.attributes.get('width') ?? '') * POINTS_PER_MM) / unitsWide;
  if (!root.attributes.get('width')?.endsWith('mm') || !(scale > 0)) throw new Error('the figure has no size in print');
  const title = root.children.find(({ name }) => name === 'title')?.text ?? '';
  const size: [number, number] = [unitsWide * scale, unitsHigh * scale];
  return pdfOf({ title, size, margin: 0, at }, (pdf) => {
    pdf.scale(scale);
    const scope: Scope = { style: styleOf(root, new Map()), width: unitsWide, height: unitsHigh };
    for (const child of root.children) drawElement(pdf, child, scope);
  });
}

function styleOf({ name, attributes }: XmlElement, inherited: Scope['style']): Scope['style'] {
  const style = new Map(inherited);
  for (const [key, value] of attributes) {
    if (INHERITED.has(key)) style.set(key, value);
    else if (!OWN.has(key)) throw new Error(`<${name}> of a figure has "${key}", of which no PDF is made`);
  }
  return style;
}

function drawElement(pdf: Pdf, element: XmlElement, outer: Scope): void {
  if (element.name === 'title' || element.name === 'desc') return;
  const draw = DRAWN[element.name];
  if (!draw) throw new Error(`a figure has <${element.name}>, of which no PDF is made`);
  const scope = { ...outer, style: styleOf(element, outer.style) };
  pdf.save();
  turn(pdf, element.attributes.get('transform'));
  draw(pdf, element, scope);
  pdf.restore();
}

type Draw = (pdf: Pdf, element: XmlElement, scope: Scope) => void;

const DRAWN: Partial<Record<string, Draw>> = {
  svg: (pdf, element, scope) => {
    const { x, y, width, height } = boxOf(element, scope);
    const view = element.attributes.get('viewBox') ?? `0 0 ${width} ${height}`;
    const [fromX = 0, fromY = 0, across = 0, down = 0] = view.split(' ').map(Number);
    if (across !== width || down !== height)
      throw new Error('a part of a figure has a scale of its own: no PDF is made');
    pdf.translate(x - fromX, y - fromY);
    pdf.rect(fromX, fromY, width, height).clip();
    for (const child of element.children) drawElement(pdf, child, { ...scope, width, height });
  },
  g: (pdf, element, scope) => {
    for (const child of element.children) drawElement(pdf, child, scope);
  },
  line: (pdf, element, scope) => {
    const at = (name: string): number => lengthOf(element, name, scope.width);
    paint(pdf, scope, () => pdf.moveTo(at('x1'), at('y1')).lineTo(at('x2'), at('y2')), { fills: false });
  },
  rect: (pdf, element, scope) => {
    const { x, y, width, height } = boxOf(element, scope);
    paint(pdf, scope, () => pdf.rect(x, y, width, height));
  },
  circle: (pdf, element, scope) => {
    const at = (name: string): number => lengthOf(element, name, scope.width);
    paint(pdf, scope, () => pdf.circle(at('cx'), at('cy'), at('r')));
  },
  path: (pdf, { attributes }, scope) => {
    paint(pdf, scope, () => pdf.path(attributes.get('d') ?? ''));
  },
  text: (pdf, element, { style, width }) => {
    const size = Number(style.get('font-size'));
    const line = lineOf(pdf, element.text, Number(style.get('font-weight') ?? 400) >= 600 ? 700 : 400, size);
    const anchor = style.get('text-anchor');
    const before = anchor === 'end' ? line.width : anchor === 'middle' ? line.width / 2 : 0;
    pdf.fillColor(style.get('fill') ?? 'black', Number(style.get('fill-opacity') ?? 1));
    line.drawAt(lengthOf(element, 'x', width) - before, lengthOf(element, 'y', width));
  },
};

/** Only turns about a point, as labels of an axis have them. */
function turn(pdf: Pdf, transform: string | undefined): void {
  if (transform === undefined) return;
  const [, degrees, x, y] = /^rotate\(([-\d.]+) ([-\d.]+) ([-\d.]+)\)$/.exec(transform) ?? [];
  if (degrees === undefined) throw new Error(`a figure has the transform "${transform}", of which no PDF is made`);
  pdf.rotate(Number(degrees), { origin: [Number(x), Number(y)] });
}

/** The outline, filled and stroked. Its style comes first: nothing may stand between an outline and its painting. */
function paint(pdf: Pdf, { style }: Scope, outline: () => unknown, { fills = true } = {}): void {
  const [fill, stroke] = [style.get('fill') ?? 'black', style.get('stroke') ?? 'none'];
  const [isFilled, isStroked] = [fills && fill !== 'none', stroke !== 'none'];
  if (!isFilled && !isStroked) return;
  if (isFilled) pdf.fillColor(fill, Number(style.get('fill-opacity') ?? 1));
  if (isStroked) {
    pdf.strokeColor(stroke, Number(style.get('stroke-opacity') ?? 1)).lineWidth(Number(style.get('stroke-width') ?? 1));
    const dashes = style.get('stroke-dasharray');
    // Its types lack what it takes: a length for each dash and gap.
    if (dashes !== undefined) pdf.dash(dashes.split(/[ ,]+/).map(Number) as unknown as number, {});
    if (style.get('stroke-linejoin') === 'round') pdf.lineJoin('round');
  }
  outline();
  if (isFilled && isStroked) pdf.fillAndStroke();
  else if (isFilled) pdf.fill();
  else pdf.stroke();
}

const boxOf = (element: XmlElement, { width, height }: Scope) => ({
  x: lengthOf(element, 'x', width),
  y: lengthOf(element, 'y', height),
  width: lengthOf(element, 'width', width),
  height: lengthOf(element, 'height', height),
});

/** A length in units; 0 if the element has none. */
function lengthOf({ attributes }: XmlElement, name: string, whole: number): number {
  const value = attributes.get(name) ?? '0';
  return value.endsWith('%') ? (Number.parseFloat(value) / 100) * whole : Number(value);
}
