import { expect, it } from 'vitest';
import { SHEET_FORMS } from '../../src-shared/contract/sheet.ts';
import { readingFixture } from './reading-fixture.ts';

it.each(SHEET_FORMS)('the %s of a locked study says what was fixed, and what can be told from it', async (form) => {
  const { client, studyId } = await readingFixture();
  const [study] = await client.studies.list();
  const { title, facts, sections } = await client.studies.sheet({ studyId, form });
  expect(title).toBe(study?.title);
  expect(facts).toContainEqual({ name: 'Protocol, SHA-256', value: study?.protocolSha256 });
  expect(facts.find(({ name }) => name === 'Sides and order')?.value).toContain(study?.commitment);
  const headings = sections.map(({ heading }) => heading);
  expect(headings).toEqual(expect.arrayContaining(['Questions and arms', 'Sample size and power', 'Analysis plan']));
  expect(headings.includes('Hypotheses')).toBe(form === 'preregistration');
  expect(headings.includes('Stopping rule')).toBe(form === 'preregistration');
  const all = JSON.stringify(sections);
  expect(all).toMatch(/SAP \(goal: .*; budget ε: 10 ADC units;/);
  expect(all).not.toMatch(/[a-z][A-Z][a-z]+ \d/);
  expect(all).toContain('0.60');
  expect(all).not.toMatch(/undefined|NaN|\[object/);
  const { fileName, base64 } = await client.studies.sheetPdf({ studyId, form });
  expect(fileName).toBe(`fixture-study-${form}.pdf`);
  expect(Buffer.from(base64, 'base64').toString('latin1')).toMatch(/^%PDF-1/);
});
