import type { Sheet, SheetSection, SheetText } from '../../../src-shared/contract/sheet.ts';
import { lineOf, pdfOf, type Pdf } from './pdf-document.ts';
import { missingFrom } from './typefaces.ts';

/** A4, points. */
const SIZE: [number, number] = [595.28, 841.89];
const MARGIN = 57;
const WIDTH = SIZE[0] - 2 * MARGIN;
const BOTTOM = SIZE[1] - MARGIN;
const TEXT = { size: 9.5, weight: 400, leading: 13.5 } as const;
const STYLES = {
  title: { size: 18, weight: 700, leading: 23 },
  heading: { size: 11.5, weight: 700, leading: 16 },
  text: TEXT,
  strong: { ...TEXT, weight: 700 },
} as const;
const INDENT = 12;
/** Room for the number of an item. */
const NUMBERED = 20;
const FACT_NAMES = 120;
const GUTTER = 12;
const MUTED = '#5b6675';
const INK = '#1b2430';

type Style = (typeof STYLES)[keyof typeof STYLES];

/**
 * The sheet with a note in place of those texts for readers that our typefaces cannot set, such as the Chinese one of several:
 * the others can still be printed.
 */
export const settable = (sheet: Sheet): Sheet => ({
  ...sheet,
  sections: sheet.sections.map((section) => ({ ...section, texts: section.texts?.map(noteIfMissing) })),
});

function noteIfMissing(text: SheetText): SheetText {
  if (missingFrom(JSON.stringify(text.blocks)).length === 0) return text;
  return { ...text, blocks: [{ kind: 'paragraph', text: UNSET }] };
}

const UNSET =
  'The typefaces for PDFs lack characters of this text: it stands in the locked protocol, and in what the window prints.';

/** A sheet to print as A4 pages, each with its number. `at`: the time that the document says it was made. */
export async function sheetPdf(sheet: Sheet, at: Date): Promise<Buffer> {
  const { title, line, facts, sections } = sheet;
  return pdfOf({ title: `${title}: ${line}`, size: SIZE, margin: MARGIN, at }, (pdf) => {
    const page = new Page(pdf);
    page.write(title, STYLES.title);
    page.write(line, TEXT, { color: MUTED });
    page.space(10);
    for (const { name, value } of facts) page.row([name, value], [FACT_NAMES, WIDTH - FACT_NAMES], TEXT);
    for (const section of sections) writeSection(page, section);
    numberPages(pdf, title);
  });
}

function writeSection(page: Page, { heading, paragraphs = [], list = [], table, texts = [] }: SheetSection): void {
  page.space(14);
  // A heading at the foot of a page would stand without its text.
  page.keep(STYLES.heading.leading + 2 * TEXT.leading);
  page.write(heading, STYLES.heading);
  page.space(2);
  for (const paragraph of paragraphs) {
    page.write(paragraph, TEXT);
    page.space(4);
  }
  writeList(page, list);
  if (table) {
    const widths = page.columns([table.head, ...table.rows]);
    page.row(table.head, widths, STYLES.strong);
    for (const row of table.rows) page.row(row, widths, TEXT);
  }
  for (const text of texts) writeText(page, text);
}

function writeList(page: Page, items: readonly string[], ordered = false): void {
  for (const [i, item] of items.entries()) {
    page.keep(TEXT.leading);
    page.write(ordered ? `${i + 1}.` : '•', TEXT, { advance: false });
    page.write(item, TEXT, { from: ordered ? NUMBERED : INDENT });
    page.space(2);
  }
}

function writeText(page: Page, { title, blocks }: SheetText): void {
  page.space(4);
  page.keep(3 * TEXT.leading);
  page.write(title, STYLES.strong, { color: MUTED });
  page.space(2);
  for (const block of blocks) {
    if (block.kind === 'list') writeList(page, block.items, block.ordered);
    else {
      const isHeading = block.kind === 'heading';
      if (isHeading) page.keep(2 * TEXT.leading);
      page.write(block.text, isHeading ? STYLES.strong : TEXT);
    }
    page.space(4);
  }
}

/** Text from the top to the bottom, page after page. */
class Page {
  readonly #pdf: Pdf;
  #y = MARGIN;

  constructor(pdf: Pdf) {
    this.#pdf = pdf;
  }

  space(points: number): void {
    this.#y += points;
  }

  /** Begins another page if so much does not fit on this one any more. */
  keep(points: number): void {
    if (this.#y + points <= BOTTOM) return;
    this.#pdf.addPage();
    this.#y = MARGIN;
  }

  write(text: string, style: Style, { from = 0, color = INK, advance = true } = {}): void {
    const before = this.#y;
    for (const line of this.#wrapped(text, style, WIDTH - from)) this.#line(line, style, from, color);
    if (!advance) this.#y = before;
  }

  /** Cells beside each other, as high as the highest of them. */
  row(cells: readonly string[], widths: readonly number[], style: Style): void {
    const wrapped = cells.map((cell, i) => this.#wrapped(cell, style, (widths[i] ?? 0) - GUTTER));
    const lines = Math.max(...wrapped.map(({ length }) => length));
    for (let at = 0; at < lines; at += 1) {
      this.keep(style.leading);
      let from = 0;
      for (const [i, cell] of wrapped.entries()) {
        const before = this.#y;
        this.#line(cell[at] ?? '', style, from, INK);
        this.#y = before;
        from += widths[i] ?? 0;
      }
      this.#y += style.leading;
    }
    this.#y += 1.5;
  }

  /** How wide each column is: as its widest cell, where that is no more than its share; the others share the rest. */
  columns(rows: readonly (readonly string[])[]): number[] {
    const count = Math.max(...rows.map(({ length }) => length));
    const wanted = Array.from({ length: count }, (_, i) =>
      Math.max(...rows.map((row) => this.#width(row[i] ?? '', STYLES.strong) + GUTTER)),
    );
    const narrow = wanted.filter((width) => width <= WIDTH / count);
    const rest = (WIDTH - narrow.reduce((sum, width) => sum + width, 0)) / (count - narrow.length);
    return wanted.map((width) => (width <= WIDTH / count ? width : Math.min(width, rest)));
  }

  #line(text: string, { size, weight, leading }: Style, from: number, color: string): void {
    this.keep(leading);
    this.#pdf.fillColor(color);
    lineOf(this.#pdf, text, weight, size).drawAt(MARGIN + from, this.#y + size);
    this.#y += leading;
  }

  #width(text: string, { size, weight }: Style): number {
    return lineOf(this.#pdf, text, weight, size).width;
  }

  /** Lines that fit; a word that is wider than a line (a digest) is broken where the line ends. */
  #wrapped(text: string, style: Style, width: number): string[] {
    const lines: string[] = [];
    let line = '';
    for (const word of text.split(/\s+/)) {
      const longer = line === '' ? word : `${line} ${word}`;
      if (this.#width(longer, style) <= width) line = longer;
      else {
        if (line !== '') lines.push(line);
        line = word;
        while (this.#width(line, style) > width && line.length > 1) {
          let fits = line.length - 1;
          while (fits > 1 && this.#width(line.slice(0, fits), style) > width) fits -= 1;
          lines.push(line.slice(0, fits));
          line = line.slice(fits);
        }
      }
    }
    return [...lines, line];
  }
}

function numberPages(pdf: Pdf, title: string): void {
  const { start, count } = pdf.bufferedPageRange();
  for (let i = 0; i < count; i += 1) {
    pdf.switchToPage(start + i);
    // pdfkit begins another page for what is written below the margin.
    pdf.page.margins.bottom = 0;
    pdf.fillColor(MUTED);
    const line = lineOf(pdf, `${title} · page ${i + 1} of ${count}`, 400, 8);
    line.drawAt(SIZE[0] - MARGIN - line.width, SIZE[1] - MARGIN / 2);
  }
}
