import { buffer } from 'node:stream/consumers';
import PDFDocument from 'pdfkit';
import { runsOf, typefacesOf } from './typefaces.ts';

export type Pdf = InstanceType<typeof PDFDocument>;

export interface PdfFrame {
  title: string;
  /** Points. */
  size: [width: number, height: number];
  /** Points. */
  margin: number;
  /** When it was made: the same content then has the same bytes. */
  at: Date;
}

/** A document with our typefaces, begun by a first page, as bytes once `draw` has drawn it. */
export async function pdfOf(
  { title, size, margin, at }: PdfFrame,
  draw: (pdf: Pdf) => Promise<void> | void,
): Promise<Buffer> {
  const pdf = new PDFDocument({
    ...{ size, margin, bufferPages: true },
    info: { Title: title, Creator: 'Equipoise', Producer: 'Equipoise', CreationDate: at, ModDate: at },
  });
  for (const weight of [400, 700] as const)
    for (const { name, file } of typefacesOf(weight)) pdf.registerFont(name, file);
  const bytes = buffer(pdf);
  await draw(pdf);
  pdf.end();
  return bytes;
}

/** How wide a line of text is, points, and how to draw it from a point on its baseline. */
export function lineOf(
  pdf: Pdf,
  text: string,
  weight: 400 | 700,
  size: number,
): { width: number; drawAt: (x: number, y: number) => void } {
  pdf.fontSize(size);
  const runs = runsOf(text, weight).map((run) => ({
    ...run,
    width: pdf.font(run.typeface).fontSize(size).widthOfString(run.text),
  }));
  const drawAt = (x: number, y: number): void => {
    let at = x;
    for (const { typeface, text: part, width } of runs) {
      pdf.font(typeface).fontSize(size).text(part, at, y, { lineBreak: false, baseline: 'alphabetic' });
      at += width;
    }
  };
  return { width: runs.reduce((sum, { width }) => sum + width, 0), drawAt };
}
