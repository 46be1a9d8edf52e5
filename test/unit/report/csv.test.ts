import { parse } from 'csv-parse/sync';
import { expect, it } from 'vitest';
import { csvSteps, toCsv } from '../../../src-main/report/csv.ts';
import type { FieldDeclaration } from '../../../src-shared/tables/field-declaration.ts';
import { atOnce } from '../../helpers/at-once.ts';

const FIELDS: readonly FieldDeclaration[] = [
  { name: 'text', type: 'text', description: '' },
  { name: 'number', type: 'number', nullable: true, description: '' },
];
const ROWS = [
  { text: 'a;b, "c" d', number: 0.1 + 0.2 },
  { text: '1;=HYPERLINK("x")', number: -1.5e-9 },
  { text: '0.5', number: 1e21 },
  { text: 'é', number: null },
];
/** As a spreadsheet reads it: what would begin a formula behind a semicolon is guarded in either form. */
const TEXTS = ['a;b, "c" d', `1;'=HYPERLINK("x")`, '0.5', 'é'];

it.each([
  { form: {}, delimiter: ',', numbers: ['0.3', '-1.5e-9', '1e+21', ''] },
  { form: { decimalComma: true }, delimiter: ';', numbers: ['0,3', '-1,5e-9', '1e+21', ''] },
  { form: { decimalComma: true, bom: true }, delimiter: ';', numbers: ['0,3', '-1,5e-9', '1e+21', ''] },
])('a table is read back as it was written with $form', ({ form, delimiter, numbers }) => {
  const csv = toCsv(FIELDS, ROWS, form);
  expect(csv.startsWith(`${'bom' in form ? '\uFEFF' : ''}text${delimiter}number\n`)).toBe(true);
  const rows = parse(csv, { columns: true, bom: true, delimiter });
  expect(rows).toEqual(TEXTS.map((text, index) => ({ text, number: numbers[index] })));
});

it.each([{}, { bom: true, decimalComma: true }])('a long table is the same written in pieces, with %o', (form) => {
  const rows = Array.from({ length: 450 }, (_, index) => ({ text: `row ${index}`, number: index / 8 }));
  expect(atOnce(csvSteps(FIELDS, rows, form))).toBe(toCsv(FIELDS, rows, form));
  expect(atOnce(csvSteps(FIELDS, [], form))).toBe(toCsv(FIELDS, [], form));
});
