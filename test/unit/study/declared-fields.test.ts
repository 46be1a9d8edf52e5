import { describe, expect, it } from 'vitest';
import { RESULT_FIELDS } from '../../../src-shared/study/result-fields.ts';
import { SUMMARY_FIELDS } from '../../../src-shared/study/summary-fields.ts';

describe('the declared fields', () => {
  it.each([
    ['responses', RESULT_FIELDS],
    ['summary', SUMMARY_FIELDS],
  ])('declares every field of the %s once, in snake_case, with a sentence', (_table, fields) => {
    const names: string[] = fields.map((field) => field.name);
    expect(new Set(names).size).toBe(names.length);
    for (const { name, description } of fields) {
      expect(name).toMatch(/^[a-z][a-z0-9]*(_[a-z0-9]+)*$/);
      expect(description).toMatch(/^\S.*\.$/);
      expect(description).not.toContain('|');
    }
  });

  it('gives every quantity with a dimension its unit, also in the name', () => {
    for (const field of [...RESULT_FIELDS, ...SUMMARY_FIELDS]) {
      const unit = 'unit' in field ? field.unit : undefined;
      const suffix = /_(ms|uv|hz|px|per_mm)$/.exec(field.name)?.[1];
      expect(unit === undefined, field.name).toBe(suffix === undefined);
    }
  });
});
