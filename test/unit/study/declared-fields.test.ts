import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { exportedFields } from '../../../src-shared/study/export-fields.ts';
import { RESULT_TABLE_IDS } from '../../../src-shared/study/result-tables.ts';

describe.each(RESULT_TABLE_IDS)('the fields of the table %s as it is exported', (table) => {
  const fields = exportedFields(table);

  it('are declared once, in snake_case, with a sentence', () => {
    const names = fields.map((field) => field.name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, description } of fields) {
      expect(name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
      expect(description).toMatch(/^\S.*\.$/);
      expect(description).not.toContain('|');
    }
  });

  it('have their unit, also in the name, where they have a dimension', () => {
    for (const { name, unit } of fields) {
      const suffix = /_(s|ms|uv|units|hz|px|per_mm)$/.exec(name)?.[1];
      // A number of pairs is a count.
      expect(unit === undefined || unit === 'pairs', name).toBe(suffix === undefined);
    }
  });
});

it('the page of file formats names every table of results', () => {
  const page = readFileSync(new URL('../../../docs/file-formats.md', import.meta.url), 'utf8');
  const tables = /^The tables are .*/m.exec(page)?.[0];
  for (const table of RESULT_TABLE_IDS) expect(tables).toContain(`\`${table}\``);
});
