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

it('a sheet has the texts for readers as text, in every language of the study', async () => {
  const { client, studyId } = await readingFixture({
    session: {
      consent: {
        en: '# Taking part\n\nYou may **stop**.\n\n- no harm\n- no pay',
        de: 'Sie dürfen *aufhören*.',
        zh: '同意',
      },
      questionnaire: [
        { id: 'role', kind: 'choice', label: { en: 'Role', de: 'Rolle' }, choices: { a: 'Doctor', b: 'Nurse' } },
      ],
      instructions: 'Look.\n\n1. Choose\n2. Confirm',
    },
  });
  const { sections } = await client.studies.sheet({ studyId, form: 'protocol' });
  expect(sections.find(({ heading }) => heading === 'Texts for readers')?.texts).toEqual([
    {
      title: 'Consent (English)',
      blocks: [
        { kind: 'heading', text: 'Taking part' },
        { kind: 'paragraph', text: 'You may stop.' },
        { kind: 'list', ordered: false, items: ['no harm', 'no pay'] },
      ],
    },
    { title: 'Consent (German)', blocks: [{ kind: 'paragraph', text: 'Sie dürfen aufhören.' }] },
    { title: 'Consent (Chinese)', blocks: [{ kind: 'paragraph', text: '同意' }] },
    {
      title: 'Instructions',
      blocks: [
        { kind: 'paragraph', text: 'Look.' },
        { kind: 'list', ordered: true, items: ['Choose', 'Confirm'] },
      ],
    },
  ]);
  const reading = sections.find(({ heading }) => heading === 'Readers and reading');
  expect(reading?.list).toContain('Asked before: Role (English) / Rolle (German); choices: Doctor; Nurse');
  // The typefaces of PDFs lack the Chinese text; the rest is printed all the same.
  const { base64 } = await client.studies.sheetPdf({ studyId, form: 'protocol' });
  expect(Buffer.from(base64, 'base64').toString('latin1')).toMatch(/^%PDF-1/);
});
