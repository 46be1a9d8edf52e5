import { describe, expect, it } from 'vitest';
import { toCsv } from '../../../src-main/report/csv.ts';
import { protocolSchema } from '../../../src-shared/study/protocol.ts';
import { AppError } from '../../../src-shared/errors/app-error.ts';
import { terminalJson, terminalText } from '../../../src-shared/format/terminal-text.ts';
import { textTable } from '../../../src-main/hosts/cli/output/text-table.ts';
import { isPlainName, nameSchema, plainName } from '../../../src-shared/names/name.ts';

const HIDDEN = ['\u0000', '\u001b[2J', '\r', '\u202e', '\u200b', '\u2066', '\u009b', '\u2028', '\ufeff', '\ud800'];

describe('texts of others', () => {
  it.each([
    ['=HYPERLINK("x")', `"'=HYPERLINK(""x"")"`],
    ['+1', "'+1"],
    ['-2+3', "'-2+3"],
    ['@SUM(1)', "'@SUM(1)"],
    ['\t=1', String.raw`'\t=1`],
    ['\r=1', String.raw`'\u{d}=1`],
    ['A;=1+1', "A;'=1+1"],
    ['A; "=1+1', `"A;' ""=1+1"`],
    ['＝1+1', "'＝1+1"],
    ['Normal - rhythm', 'Normal - rhythm'],
  ])('makes no formula of the cell %j', (text, cell) => {
    const csv = toCsv([{ name: 'title', type: 'text', description: '' }], [{ title: text }]);
    expect(csv).toBe(`title\n${cell}\n`);
  });

  it.each(HIDDEN)('lets %j neither into names nor onto a terminal', (hidden) => {
    const name = `A${hidden}B`;
    expect(isPlainName(name)).toBe(false);
    expect(nameSchema().safeParse(name).success).toBe(false);
    expect(isPlainName(plainName(name))).toBe(true);
    const shown = [terminalText(name), new AppError('bad-input', name).message, textTable(['x'], [[name]])];
    for (const text of shown) expect(text).not.toContain(hidden);
    const json = terminalJson(JSON.stringify({ name }));
    expect(json).not.toContain(hidden);
    expect(JSON.parse(json)).toEqual({ name });
  });

  it('keeps the lines of a text and makes one line of a cell', () => {
    expect(terminalText('a\nb')).toBe('a\nb');
    expect(textTable(['x'], [['a\nb']]).split('\n')).toHaveLength(3);
  });

  it('refuses the title of a study that shows something else than it holds', () => {
    expect(protocolSchema.shape.title.safeParse('Study\nError: all lost').success).toBe(false);
    expect(protocolSchema.shape.title.safeParse('Étude n° 1 (ÉCG)').success).toBe(true);
  });
});
