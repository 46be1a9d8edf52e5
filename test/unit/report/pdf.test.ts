import { inflateSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { COLORS } from '../../../src-figures/drawing/colors.ts';
import { printFigure } from '../../../src-figures/results/print.ts';
import { element, textAt } from '../../../src-figures/drawing/svg.ts';
import { figurePdf } from '../../../src-main/report/pdf/figure-pdf.ts';
import { makePdfs, type PdfOutcome } from '../../../src-main/report/pdf/make-pdfs.ts';
import { drawFigures } from '../../../src-main/services/studies/results-figures.ts';
import type { Sheet } from '../../../src-shared/contract/sheet.ts';
import { atOnce } from '../../helpers/at-once.ts';
import { sampleResults } from '../figures/sample-results.ts';

const AT = new Date('2026-01-02T03:04:05.000Z');
const FRAME = { title: 'A figure', description: 'What it shows.', height: 100, virtual: false };
const SHEET: Sheet = {
  ...{ title: 'Which is real? ε = 100 µV', line: 'Protocol of a blinded reading study' },
  facts: [{ name: 'Protocol, SHA-256', value: 'ab12'.repeat(16) }],
  sections: [
    { heading: 'Readers', paragraphs: ['A sentence of it. '.repeat(30)], list: ['d′ ≥ 0.5', 'two'] },
    { heading: 'Arms', table: { head: ['Arm', 'n'], rows: Array.from({ length: 90 }, (_, i) => [`Arm ${i}`, '20']) } },
  ],
};

/** The file with its packed parts unpacked, as text. */
function unpacked(bytes: Uint8Array): string {
  const text = Buffer.from(bytes).toString('latin1');
  return text.replaceAll(/stream\n([\s\S]*?)\nendstream/g, (whole, content: string) => {
    try {
      return `stream\n${inflateSync(Buffer.from(content, 'latin1')).toString('latin1')}\nendstream`;
    } catch {
      return whole; // a picture or a typeface that is not packed
    }
  });
}

function bytesOf(outcome: PdfOutcome | undefined): Uint8Array {
  if (!outcome || !('bytes' in outcome)) throw new Error(`no PDF: ${JSON.stringify(outcome)}`);
  return outcome.bytes;
}

describe('a figure as a PDF', () => {
  it('is one page of its size in print, with the same vectors, embedded typefaces, and text that can be searched', async () => {
    const svg = printFigure(
      FRAME,
      element('line', { x1: 20, y1: 30, x2: 120, y2: 30, stroke: COLORS.axis, 'stroke-dasharray': '4 3' }),
      element('rect', { x: 10, y: 12, width: 40, height: 8, fill: COLORS.accent, 'fill-opacity': 0.45 }),
      textAt(60, 80, 'd′ ≥ ε', { anchor: 'end', rotate: -90 }),
    );
    const text = unpacked(await figurePdf(svg, AT));
    // 85 mm by 85 * 100 / 420 mm, in points
    expect(text).toMatch(/\/MediaBox \[0 0 240\.9448\d* 57\.3678\d*\]/);
    expect(text.match(/\/Type \/Page\n/g)).toHaveLength(1);
    expect(text).toMatch(/\[4 3\] 0 d\n20 30 m\n120 30 l\nS\n/);
    expect(text).toContain('10 12 40 8 re\n');
    expect(text).toContain('/ca 0.45');
    expect(text).toMatch(/\/FontFile2 \d+ 0 R/);
    expect(text).toContain('Arimo');
    // What its glyphs are, as UTF-16: prime, at least, epsilon.
    for (const code of ['2032', '2265', '03b5']) expect(text).toContain(`<${code}>`);
  });

  it('draws a part with a view of its own at its place, cut off at its edges', async () => {
    const view = { x: 56, y: 20, width: 140, height: 60, viewBox: '6 10 140 60' };
    const part = element('svg', view, element('line', { x1: 6, y1: 12, x2: 200, y2: 12, stroke: COLORS.axis }));
    const text = unpacked(await figurePdf(printFigure(FRAME, part), AT));
    expect(text).toMatch(/1 0 0 1 50 10 cm\n6 10 140 60 re\nW n\n[^]*6 12 m\n200 12 l\nS\n/);
    const scaled = element('svg', { ...view, viewBox: '0 0 70 30' }, '');
    await expect(figurePdf(printFigure(FRAME, scaled), AT)).rejects.toThrow('a scale of its own');
  });

  it('is made of every figure of a study', async () => {
    const drawn = atOnce(drawFigures(sampleResults({ readers: ['R1', '=1+1', '<b>&'], budgets: true })));
    const sources = drawn.flatMap(({ drawn: one }) => (one ? [{ svg: one.svg }] : []));
    const made = await makePdfs(sources, AT);
    expect(made.map((one) => 'bytes' in one)).toEqual([true, true, true, true, true, true]);
    expect(unpacked(bytesOf(made[2]))).toMatch(/\/Title \d+ 0 R/);
  });

  it.each([
    ['element', element('ellipse', { cx: 1 }), /<ellipse>, of which no PDF/],
    ['attribute', element('rect', { filter: 'blur' }), /<rect> of a figure has "filter"/],
    ['transform', element('g', { transform: 'scale(2)' }, ''), /transform "scale\(2\)"/],
  ])('is refused for an unknown %s, which would be missing from it', async (_, part, message) => {
    await expect(figurePdf(printFigure(FRAME, part), AT)).rejects.toThrow(message);
  });
});

describe('a sheet as a PDF', () => {
  it('has pages with numbers, and the same bytes for the same content', async () => {
    const [first, second] = await makePdfs([{ sheet: SHEET }, { sheet: SHEET }], AT);
    const bytes = bytesOf(first);
    expect(Buffer.from(bytes).equals(Buffer.from(bytesOf(second)))).toBe(true);
    const text = unpacked(bytes);
    expect(text.match(/\/Type \/Page\n/g)).toHaveLength(3);
    expect(text).toContain('(D:20260102030405Z)');
  });

  it('is not made of characters that its typefaces lack, which are named', async () => {
    const [made] = await makePdfs([{ sheet: { ...SHEET, title: '哪一个是真实的 ECG' } }], AT);
    expect(made).toEqual({ missing: ['哪', '一', '个', '是', '真', '实', '的'] });
  });
});
